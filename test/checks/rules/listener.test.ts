import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'listener',
  'a ListenerSet that its Gateway does not admit',
  withGateways(({ find }) => {
    find('Gateway', 'public').spec.allowedListeners.namespaces.from = 'Same';
  }),
  [
    'test: test/50-all.k8s.yaml: ListenerSet shop/shop: spec.parentRef: Gateway edge/public admits no ListenerSets of namespace shop: admit it in its allowedListeners [listener]',
  ],
);

reports(
  'listener',
  'listeners of two owners with the same port and host, or with different protocols',
  withGateways(({ find, add }) => {
    const set = structuredClone(find('ListenerSet', 'shop'));
    set.metadata.name = 'other';
    set.spec.listeners.push({ name: 'plain', hostname: 'www.shop.example', port: 443, protocol: 'HTTP' });
    add(set);
  }),
  [
    'test: test/50-all.k8s.yaml: ListenerSet shop/other: spec.listeners[0].hostname is "shop.example": listener https of ListenerSet shop/shop has the same port and host: change or remove one of them [listener]',
    'test: test/50-all.k8s.yaml: ListenerSet shop/other: spec.listeners[1].protocol is "HTTP": listener https of ListenerSet shop/shop has port 443 with protocol HTTPS: use another port [listener]',
  ],
);

reports(
  'listener',
  'HTTPS without tls',
  withGateways(({ find }) => {
    delete find('ListenerSet', 'shop').spec.listeners[0].tls;
  }),
  [
    'test: test/50-all.k8s.yaml: ListenerSet shop/shop: spec.listeners[0].tls: missing for protocol HTTPS: add certificateRefs [listener]',
  ],
);
