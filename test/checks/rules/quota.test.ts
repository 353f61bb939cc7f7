import { reports } from './reports';

reports(
  'quota',
  'more pods than the quota allows',
  ({ find }) => {
    find('ResourceQuota', 'shop-quota').spec.hard.pods = '2';
  },
  [
    'test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: at the minimum, the pods need pods 3 of 2: raise the quota, or reduce the requests and limits [quota]',
  ],
);

reports(
  'quota',
  'too small a quota for a rollout',
  ({ find }) => {
    find('ResourceQuota', 'shop-quota').spec.hard['requests.cpu'] = '300m';
  },
  [
    'test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: while all workloads roll out at once, the pods need requests.cpu 400m of 300m: raise the quota, or set maxSurge to 0 [quota]',
    "test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: at the autoscalers' maximum, the pods need requests.cpu 500m of 300m: decide whether to raise the quota or to lower maxReplicas [quota]",
  ],
);

reports(
  'quota',
  'too small a quota for the maximum',
  ({ find }) => {
    find('ResourceQuota', 'shop-quota').spec.hard['limits.memory'] = '1Gi';
  },
  [
    "test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: at the autoscalers' maximum, the pods need limits.memory 1280Mi of 1Gi: decide whether to raise the quota or to lower maxReplicas [quota]",
  ],
);
