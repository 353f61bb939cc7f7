import { type Constraints, check } from './constraint';
import { exactlyOne, filled, isMissing, oneOf, range, SUBDOMAIN } from './predicates';

const WEBHOOK = {
  admissionReviewVersions: check<readonly string[]>((versions) =>
    versions.some((version) => version === 'v1' || version === 'v1beta1')
      ? undefined
      : 'the API server sends v1 and v1beta1: add v1',
  ),
  sideEffects: oneOf('None', 'NoneOnDryRun'),
  timeoutSeconds: range(1, 30),
  name: [
    filled,
    SUBDOMAIN,
    check<string>((name) =>
      name.split('.').length > 2
        ? undefined
        : 'must have at least three parts: write one such as web.example.org',
    ),
  ],
};

/** Admission webhooks and conversion webhooks. */
export const WEBHOOKS: Constraints = {
  WebhookClientConfig: {
    '': exactlyOne('url', 'service'),
    'service.path': check<string>((path) =>
      path === '' || path.startsWith('/') ? undefined : 'must start with "/": correct it',
    ),
  },
  ValidatingWebhook: WEBHOOK,
  MutatingWebhook: WEBHOOK,
  CustomResourceConversion: {
    strategy: oneOf('None', 'Webhook'),
    '': check<{ strategy?: string; webhook?: { clientConfig?: object } }>(({ strategy, webhook }) =>
      strategy === 'Webhook' && isMissing(webhook?.clientConfig)
        ? { at: 'webhook.clientConfig', problem: 'required for strategy Webhook: add it' }
        : undefined,
    ),
  },
};
