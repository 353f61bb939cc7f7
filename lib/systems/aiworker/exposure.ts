import { Duration, Size } from 'cdk8s';
import type { SecretReference } from '../../core/cluster-base';
import type { HostArea } from '../../ingress/gateway/listeners';
import type { IngressStack } from '../../ingress/ingress-stack';
import type { PodService } from '../../workloads/pod-service';
import { PREVIEW_NAMESPACES, type PreviewEnv, previewHostId } from './preview-env';
import type { ProjectEnvironments } from './project-environments';
import { type ExposedEnvironment, projectHosts } from './project-hosts';

/** The Services of aiworker that are reachable from outside the cluster. */
export type PublicServices = Readonly<Record<'backend' | 'frontend' | 'git', PodService>>;

/**
 * Exposes the services of the platform.
 *
 * @see document 000, "Backend Ingress", "Frontend Ingress", "Session Affinity" and "Rate Limiting"
 */
export function exposeServices(ingress: IngressStack, domain: string, services: PublicServices): void {
  const long = { send: Duration.hours(1), read: Duration.hours(1) };

  ingress.expose('backend-ingress', {
    service: services.backend,
    hostnames: [`api.${domain}`],
    tls: { order: 'backend-tls' },
    webSocket: true,
    timeouts: long,
    maxBodySize: Size.mebibytes(50),
    // The controller connects to the pods directly, so that the affinity of the Service has no effect.
    cookieAffinity: { name: 'aiworker-backend', expires: Duration.hours(1) },
    cors: {
      origins: [`https://app.${domain}`],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      credentials: true,
    },
    rateLimit: { requestsPerSecond: 100, burst: 200 },
    acceptRisk: {
      'rateLimit.burst':
        'a client of the API that sends more than 100 requests in a second gets status 429 and tries again',
    },
  });

  ingress.expose('frontend-ingress', {
    service: services.frontend,
    hostnames: [`app.${domain}`],
    tls: { order: 'frontend-tls' },
    httpsRedirect: 'always',
    responseHeaders: {
      'X-Frame-Options': 'DENY',
      'X-Content-Type-Options': 'nosniff',
      // Browsers no longer support it, but the document requires it (docs/deviations.md).
      'X-XSS-Protection': '1; mode=block',
    },
  });

  ingress.expose('git-ingress', {
    service: services.git,
    hostnames: [`git.${domain}`],
    timeouts: long,
    // Pushes and image layers have no maximum size: they are streamed.
    maxBodySize: 'unlimited',
    requestBuffering: false,
  });
}

/** Exposes the application of a project in staging and production. The wildcard certificate covers its hosts. */
export function exposeProject(ingress: IngressStack, domain: string, project: ProjectEnvironments): void {
  const { name, applications } = project;
  if (applications === undefined) return;
  for (const [environment, label] of Object.entries(projectHosts(name))) {
    ingress.expose(name, {
      service: applications[environment as ExposedEnvironment].service,
      hostnames: [`${label}.${domain}`],
      labels: { environment, project: name },
      publishDns: false,
    });
  }
}

/** The hosts of previews, whose routes the backend creates in the namespaces of previews. */
export function previewArea(domain: string, users: SecretReference): HostArea {
  return {
    name: 'previews',
    hostname: `*.preview.${domain}`,
    namespaces: { label: 'environment', value: PREVIEW_NAMESPACES.matchLabels.environment },
    basicAuth: users,
  };
}

/**
 * Exposes a preview. The wildcard certificate and the wildcard DNS record cover its host.
 *
 * @param passwords the Secret with the users who may see previews
 */
export function exposePreview(
  ingress: IngressStack,
  domain: string,
  preview: PreviewEnv,
  passwords: SecretReference,
): void {
  ingress.expose(`${preview.project}-preview`, {
    service: preview.application.service,
    hostnames: [`task-${previewHostId(preview.taskId)}.preview.${domain}`],
    httpsRedirect: 'withTls',
    basicAuth: { secret: passwords, realm: 'Preview Environment' },
    labels: { environment: 'preview', task: preview.taskId, project: preview.project },
    publishDns: false,
  });
}
