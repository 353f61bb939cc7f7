import { reports } from './reports';

reports(
  'autoscaler',
  'replicas of a workload with an autoscaler',
  ({ find }) => {
    find('Deployment', 'web').spec.replicas = 2;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.replicas is 2: every apply would reset the replicas that HorizontalPodAutoscaler shop/web has set: remove the field [autoscaler]',
  ],
);

const START = 'test/all/web.autoscaler: test/50-all.k8s.yaml: HorizontalPodAutoscaler shop/web: ';

reports(
  'autoscaler',
  'a target of a removed API version',
  ({ find }) => {
    find('HorizontalPodAutoscaler', 'web').spec.scaleTargetRef.apiVersion = 'extensions/v1beta1';
  },
  [
    `${START}spec.scaleTargetRef.apiVersion is "extensions/v1beta1": no API server has kind Deployment in it: write apps/v1 [autoscaler]`,
  ],
);

reports(
  'autoscaler',
  'a target of a kind that cannot be scaled',
  ({ find }) => {
    find('HorizontalPodAutoscaler', 'web').spec.scaleTargetRef.kind = 'DaemonSet';
  },
  [
    `${START}spec.scaleTargetRef.kind is "DaemonSet": autoscalers cannot scale this kind: name a Deployment or a StatefulSet [autoscaler]`,
  ],
);

reports(
  'autoscaler',
  'a metric of a container that does not exist',
  ({ find }) => {
    const target = { type: 'Utilization', averageUtilization: 70 };
    find('HorizontalPodAutoscaler', 'web').spec.metrics = [
      { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'wep', target } },
    ];
  },
  [
    `${START}spec.metrics[0].containerResource.container is "wep": Deployment shop/web has no container "wep": use one of web [autoscaler]`,
  ],
);
