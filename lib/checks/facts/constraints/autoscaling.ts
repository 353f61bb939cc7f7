import { type Constraints, check } from './constraint';
import { exactlyOne, filled, isMissing, LABEL, oneOf, PATH_SEGMENT, range, SIZE } from './predicates';

const SOURCES: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

const TYPE_FITS = check<Readonly<Record<string, unknown>>>((metric) => {
  const own = SOURCES[String(metric.type)];
  if (own === undefined)
    return {
      at: 'type',
      value: metric.type,
      problem: `not supported: use one of ${Object.keys(SOURCES).join(', ')}`,
    };
  if (isMissing(metric[own])) return { at: own, problem: `required for type ${metric.type}: add it` };
  const other = Object.values(SOURCES).find((field) => field !== own && !isMissing(metric[field]));
  return other && { at: other, problem: `not allowed for type ${metric.type}: remove it` };
});

interface Target {
  readonly type: string;
  readonly value?: string | number;
  readonly averageValue?: string | number;
  readonly averageUtilization?: number;
}

const target = (...fields: readonly (keyof Target)[]) =>
  check<Target>((value) => exactlyOne(...fields)(value));

/** Metrics of resources have a utilization or an average; the others have no utilization. */
const OF_RESOURCE = target('averageUtilization', 'averageValue');

const GROUP = check<{ apiVersion?: string; kind: string }>(({ apiVersion = '', kind }) =>
  kind === 'ReplicationController' || /^[^/]+\/[^/]+$/.test(apiVersion)
    ? undefined
    : { at: 'apiVersion', value: apiVersion, problem: 'must contain the API group: write it like apps/v1' },
);

/** Autoscalers. */
export const AUTOSCALING: Constraints = {
  HorizontalPodAutoscalerSpec: { minReplicas: range(1), maxReplicas: range(1), scaleTargetRef: GROUP },
  CrossVersionObjectReference: { kind: [filled, PATH_SEGMENT], name: [filled, PATH_SEGMENT] },
  MetricSpec: { '': TYPE_FITS },
  MetricIdentifier: { name: [filled, PATH_SEGMENT] },
  MetricTarget: {
    type: [filled, oneOf('Utilization', 'Value', 'AverageValue')],
    averageUtilization: range(1),
    value: SIZE,
    averageValue: SIZE,
  },
  ResourceMetricSource: { name: filled, target: OF_RESOURCE },
  ContainerResourceMetricSource: { name: filled, container: LABEL, target: OF_RESOURCE },
  PodsMetricSource: {
    target: check<Target>((value) =>
      isMissing(value.averageValue)
        ? { at: 'averageValue', problem: 'required for metrics of pods: set it' }
        : undefined,
    ),
  },
  ObjectMetricSource: { target: target('value', 'averageValue') },
  ExternalMetricSource: { target: target('value', 'averageValue') },
  HPAScalingRules: {
    stabilizationWindowSeconds: range(0, 3600),
    selectPolicy: oneOf('Max', 'Min', 'Disabled'),
    policies: filled,
  },
  HPAScalingPolicy: {
    type: [filled, oneOf('Pods', 'Percent')],
    value: range(1),
    periodSeconds: range(1, 1800),
  },
};
