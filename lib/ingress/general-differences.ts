/** The differences between Gateway API implementations and ingress-nginx that depend on no option, by what they concern. */
export const GENERAL_DIFFERENCES = {
  'host names':
    'A wildcard host also matches names with further labels, such as `a.b.preview.example.com`. A connection for an unknown host over TLS is reset; ingress-nginx answers 404 with its default certificate. A host without TLS here gets 404 over HTTPS. A host with a final dot gets 404 in place of 400.',
  'normalized paths':
    'Pods receive a normalized path: `//users` and `/x/../users` become `/users`. ingress-nginx normalizes it only to find the rule. `%2F` is not changed by either.',
  'size of headers':
    'A request may have headers of up to 60 KiB, and gets 431 above. ingress-nginx refuses a header of more than 8 KiB with 400, and such a path with 414. It also refuses more than 4 KiB of response headers, with 502.',
  'forwarded headers':
    'Pods receive no `X-Forwarded-Port`, `X-Forwarded-Scheme`, `X-Scheme` and `X-Original-Forwarded-For`. The others are the same, and cannot be forged by a client. Names of headers are in lower case.',
  'failed backends':
    'A pod that refuses a connection results in 503 in place of 502, and one that does not accept it in time in 503 in place of 504. Nothing is tried again; ingress-nginx sends a GET request to up to three pods.',
  'HTTP/2':
    'Hosts with a certificate of their own, and those of a wildcard certificate that covers them as well, are served over HTTP/1.1: otherwise a browser would use one connection for both, and get 404.',
} as const;

/** What a difference concerns that depends on no option. */
export type GeneralDifference = keyof typeof GENERAL_DIFFERENCES;
