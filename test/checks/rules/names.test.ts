import { reports } from './reports';

reports(
  'names',
  'an invalid label value',
  ({ find }) => {
    find('Service', 'web').metadata.labels.tier = 'front end';
  },
  [
    'test/all/web.service: test/50-all.k8s.yaml: Service shop/web: metadata.labels["tier"] is "front end": not a valid label value: use at most 63 letters, digits, hyphens, dots and underscores, with a letter or digit at both ends [names]',
  ],
);
