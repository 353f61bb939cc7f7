import { reports } from './reports';

reports(
  'image-tag',
  'the tag latest',
  ({ container }) => {
    container('Deployment', 'web').image = 'registry.example/web:latest';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].image is "registry.example/web:latest": the image of this tag changes: pin a version [image-tag]',
  ],
);
