import { reports } from './reports';

reports(
  'resources',
  'missing limits without defaults',
  ({ container }) => {
    container('Deployment', 'controller').resources = { requests: { cpu: '100m', memory: '128Mi' } };
  },
  [
    'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].resources.limits.cpu: missing, and no LimitRange of the namespace has a default: state it [resources]',
    'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].resources.limits.memory: missing, and no LimitRange of the namespace has a default: state it [resources]',
  ],
);
