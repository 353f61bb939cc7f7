import { secondsOf } from '../../../kube/go-duration';
import { type Constraints, check } from './constraint';
import { atMostOne, exactlyOne, isMissing, range, SUBDOMAIN, text } from './predicates';

function duration(minimum: string) {
  return check<string>((value) => {
    const found = secondsOf(value);
    if (found === undefined) return 'not a valid duration: use hours, minutes and seconds, such as 2160h';
    return found < (secondsOf(minimum) ?? 0) ? `too short: use at least ${minimum}` : undefined;
  });
}

interface CertificateSpec {
  readonly duration?: string;
  readonly renewBefore?: string;
  readonly privateKey?: { readonly algorithm?: string; readonly size?: number };
}

const NAMES = [
  'commonName',
  'literalSubject',
  'dnsNames',
  'uris',
  'emailAddresses',
  'ipAddresses',
  'otherNames',
];

/** The sizes of keys by algorithm: a range for RSA. */
const KEY = check<{ algorithm?: string; size?: number }>(({ algorithm = 'RSA', size }) => {
  if (!size) return undefined;
  const fits = algorithm === 'RSA' ? size >= 2048 && size <= 8192 : [256, 384, 521].includes(size);
  if (fits || algorithm === 'Ed25519') return undefined;
  const remedy = algorithm === 'RSA' ? 'a number from 2048 to 8192' : 'one of 256, 384, 521';
  return { at: 'size', value: size, problem: `not supported for ${algorithm}: use ${remedy}` };
});

const SOURCES = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];

const ISSUER: Constraints[string] = {
  spec: exactlyOne(...SOURCES),
  'spec.acme.solvers[*]': exactlyOne('http01', 'dns01'),
  'spec.acme.solvers[*].http01': exactlyOne('ingress', 'gatewayHTTPRoute'),
  'spec.acme.solvers[*].http01.ingress': atMostOne('ingressClassName', 'class', 'name'),
};

/**
 * What cert-manager's webhook refuses.
 *
 * @see https://github.com/cert-manager/cert-manager/tree/v1.21.2/internal/apis/certmanager/validation
 */
export const CERTIFICATES: Constraints = {
  Certificate: {
    'spec.duration': duration('1h'),
    'spec.renewBefore': duration('5m'),
    'spec.secretName': SUBDOMAIN,
    'spec.commonName': text('common name', /^/, 'at most 64 characters', 64),
    'spec.revisionHistoryLimit': range(1),
    'spec.privateKey': KEY,
    spec: [
      atMostOne('renewBefore', 'renewBeforePercentage'),
      check<Readonly<Record<string, unknown>>>((spec) =>
        NAMES.every((field) => isMissing(spec[field]))
          ? { value: undefined, problem: 'has no names: add dnsNames' }
          : undefined,
      ),
      check<CertificateSpec>(({ duration = '2160h', renewBefore = '0s' }) =>
        (secondsOf(renewBefore) ?? 0) >= (secondsOf(duration) ?? Number.POSITIVE_INFINITY)
          ? {
              at: 'renewBefore',
              value: renewBefore,
              problem: `must be less than the duration ${duration}: lower it`,
            }
          : undefined,
      ),
    ],
  },
  Issuer: ISSUER,
  ClusterIssuer: ISSUER,
};
