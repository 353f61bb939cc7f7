/** Whether an image is the controller of ingress-nginx, of any registry and version. */
export function isIngressNginx(image: string | undefined): boolean {
  return image?.includes('ingress-nginx/controller') ?? false;
}
