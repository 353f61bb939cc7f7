import { reports } from './reports';

reports(
  'end-of-support',
  'a controller that is out of support',
  () => {},
  [
    'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].image is "registry.example/ingress-nginx/controller:v1": support of ingress-nginx ended on 2026-03-31: plan for a Gateway API implementation (https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/) [end-of-support]',
  ],
  { today: new Date('2026-06-01') },
);
