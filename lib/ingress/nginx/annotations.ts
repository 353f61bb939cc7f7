import { NGINX_PREFIX } from '../../kube/annotations';
import type { Labels } from '../../kube/labels';
import { nearest, quote } from '../../kube/text';

/** The risk levels of annotations. The controller refuses annotations above its configured level. */
const RISKS = ['Low', 'Medium', 'High', 'Critical'] as const;

export type Risk = (typeof RISKS)[number];

/**
 * All annotations of ingress-nginx, by risk level.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/
 */
const KNOWN: Readonly<Record<Risk, readonly string[]>> = {
  Low: words(`
    affinity affinity-canary-behavior auth-always-set-cookie auth-keepalive auth-keepalive-requests
    auth-keepalive-share-vars auth-keepalive-timeout auth-method auth-secret-type
    auth-tls-pass-certificate-to-upstream auth-tls-verify-depth auth-type backend-protocol canary canary-weight
    canary-weight-total client-body-buffer-size connection-proxy-header cors-allow-credentials cors-max-age
    custom-http-errors default-backend disable-proxy-intercept-errors enable-access-log enable-cors
    enable-global-auth enable-modsecurity enable-opentelemetry enable-owasp-core-rules enable-rewrite-log
    from-to-www-redirect http2-push-preload limit-allowlist limit-burst-multiplier limit-connections limit-rate
    limit-rate-after limit-rpm limit-rps limit-whitelist load-balance mirror-request-body
    opentelemetry-trust-incoming-span permanent-redirect-code proxy-buffer-size proxy-buffering
    proxy-buffers-number proxy-busy-buffers-size proxy-connect-timeout proxy-http-version
    proxy-max-temp-file-size proxy-next-upstream-timeout proxy-next-upstream-tries proxy-read-timeout
    proxy-request-buffering proxy-send-timeout proxy-ssl-protocols proxy-ssl-server-name proxy-ssl-verify
    proxy-ssl-verify-depth relative-redirects satisfy service-upstream session-cookie-change-on-failure
    session-cookie-conditional-samesite-none session-cookie-partitioned session-cookie-samesite
    session-cookie-secure ssl-ciphers ssl-passthrough ssl-prefer-server-ciphers ssl-redirect
    temporal-redirect-code upstream-hash-by-subset upstream-hash-by-subset-size upstream-vhost
    use-port-in-redirects use-regex
  `),
  Medium: words(`
    affinity-mode allowlist-source-range app-root auth-cache-duration auth-cache-key auth-proxy-set-headers
    auth-realm auth-request-redirect auth-response-headers auth-secret auth-signin-redirect-param auth-tls-secret
    auth-tls-verify-client canary-by-cookie canary-by-header canary-by-header-pattern canary-by-header-value
    cors-allow-headers cors-allow-methods cors-allow-origin cors-expose-headers custom-headers
    denylist-source-range fastcgi-index fastcgi-params-configmap force-ssl-redirect
    opentelemetry-operation-name permanent-redirect preserve-trailing-slash proxy-body-size proxy-cookie-domain
    proxy-cookie-path proxy-next-upstream proxy-redirect-from proxy-redirect-to proxy-ssl-ciphers
    proxy-ssl-secret rewrite-target session-cookie-domain session-cookie-expires session-cookie-max-age
    session-cookie-name session-cookie-path temporal-redirect whitelist-source-range x-forwarded-prefix
  `),
  High: words(`
    auth-signin auth-tls-error-page auth-tls-match-cn auth-url mirror-host mirror-target
    modsecurity-transaction-id proxy-ssl-name server-alias upstream-hash-by
  `),
  Critical: words(`
    auth-snippet configuration-snippet modsecurity-snippet server-snippet stream-snippet
  `),
};

const RISK_OF: ReadonlyMap<string, Risk> = new Map(
  RISKS.flatMap((risk) => KNOWN[risk].map((name): [string, Risk] => [name, risk])),
);

/** The highest risk level of the annotations of an Ingress. Annotations of other software are ignored. */
export function riskOf(annotations: Labels): Risk {
  const risks = Object.keys(annotations).flatMap((key) => RISK_OF.get(key.slice(NGINX_PREFIX.length)) ?? []);
  return highest(risks);
}

/** The highest of several risk levels, at least `Medium`, because common exposures need it. */
export function highest(risks: readonly Risk[]): Risk {
  return RISKS.findLast((risk) => risks.includes(risk) || risk === 'Medium') ?? 'Medium';
}

/** The reason why an annotation is refused as an extra annotation; undefined if it is accepted. */
export function annotationProblem(key: string, value: string): string | undefined {
  const name = `annotation ${quote(key)}`;
  if (key === 'kubernetes.io/ingress.class')
    return `${name} is deprecated, and conflicts with ingressClassName: set className of the controller instead`;
  if (/[\r\n]/.test(value)) return `${name} has a line break in its value ${quote(value)}: use one line`;
  if (RISK_OF.has(key)) return `${name} has no prefix: write ${quote(NGINX_PREFIX + key)}`;
  if (!key.startsWith(NGINX_PREFIX)) return undefined;
  const own = key.slice(NGINX_PREFIX.length);
  if (own.endsWith('-snippet'))
    return `${name} adds code to the controller's configuration, which the controller refuses: use an option of expose() instead`;
  if (RISK_OF.has(own)) return undefined;
  const meant = nearest(
    own,
    [...RISK_OF.keys()].filter((known) => RISK_OF.get(known) !== 'Critical'),
  );
  return `${name} is unknown to ingress-nginx: ${meant ? `did you mean ${quote(NGINX_PREFIX + meant)}?` : 'remove it, or use an option of expose()'}`;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
