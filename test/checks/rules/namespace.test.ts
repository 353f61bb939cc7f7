import { reports } from './reports';

reports(
  'namespace',
  'an object in the namespace default',
  ({ find }) => {
    find('ConfigMap', 'settings').metadata.namespace = 'default';
  },
  [
    'test/all/settings: test/50-all.k8s.yaml: ConfigMap default/settings: metadata.namespace is "default": namespace default is not allowed: state another one [namespace]',
  ],
);

reports(
  'namespace',
  'an object in a missing namespace',
  ({ find }) => {
    find('ConfigMap', 'settings').metadata.namespace = 'shops';
  },
  [
    'test/all/settings: test/50-all.k8s.yaml: ConfigMap shops/settings: metadata.namespace is "shops": Namespace shops not found: create it, or use one of edge, shop [namespace]',
  ],
);
