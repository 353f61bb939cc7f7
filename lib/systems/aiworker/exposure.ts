import { Duration, Size } from 'cdk8s';
import type { ClusterBase } from '../../core/cluster-base';
import type { IngressStack } from '../../ingress/ingress-stack';
import type { PodService } from '../../workloads/pod-service';
import { type PreviewEnv, previewHostId } from './preview-env';
import type { ProjectEnvironments } from './project-environments';
import { type ExposedEnvironment, projectHosts } from './project-hosts';

/** The one secret for all previews, beside the controller that reads it. */
const PREVIEW_AUTH = { namespace: 'ingress-nginx', name: 'preview-basic-auth' };

/** What of the platform itself is reached from outside. */
export interface PlatformServices {
  readonly backend: PodService;
  readonly frontend: PodService;
  readonly git: PodService;
}

/** @see document 000, "Backend Ingress", "Frontend Ingress", "Session Affinity" and "Rate Limiting" */
export function exposePlatform(ingress: IngressStack, domain: string, services: PlatformServices): void {
  const long = { send: Duration.hours(1), read: Duration.hours(1) };

  ingress.expose('backend-ingress', {
    service: services.backend,
    hostnames: [`api.${domain}`],
    tls: { secretName: 'backend-tls', order: true },
    webSocket: true,
    timeouts: long,
    maxBodySize: Size.mebibytes(50),
    // The controller goes to the pods and never sees the Service's affinity.
    cookieAffinity: { name: 'aiworker-backend', expires: Duration.hours(1) },
    cors: {
      origins: [`https://app.${domain}`],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      credentials: true,
    },
    rateLimit: { requestsPerSecond: 100, burst: 200 },
  });

  ingress.expose('frontend-ingress', {
    service: services.frontend,
    hostnames: [`app.${domain}`],
    tls: { secretName: 'frontend-tls', order: true },
    httpsRedirect: 'always',
    responseHeaders: {
      'X-Frame-Options': 'DENY',
      'X-Content-Type-Options': 'nosniff',
      // Browsers have dropped it; the document asks for it (docs/deviations.md).
      'X-XSS-Protection': '1; mode=block',
    },
  });

  ingress.expose('git-ingress', {
    service: services.git,
    hostnames: [`git.${domain}`],
    timeouts: long,
    // A push, and a layer of an image, are as long as they are: they pass as they come.
    maxBodySize: 'unlimited',
    requestBuffering: false,
  });
}

/** A project's application, in staging and in production, under hosts that the wildcard covers; dev is not served. */
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

/** A preview, under a host of its own that the wildcard's certificate and DNS record cover. */
export function exposePreview(ingress: IngressStack, domain: string, preview: PreviewEnv): void {
  ingress.expose(`${preview.project}-preview`, {
    service: preview.application.service,
    hostnames: [`task-${previewHostId(preview.taskId)}.preview.${domain}`],
    httpsRedirect: 'withTls',
    basicAuth: { secret: `${PREVIEW_AUTH.namespace}/${PREVIEW_AUTH.name}`, realm: 'Preview Environment' },
    labels: { environment: 'preview', task: preview.taskId, project: preview.project },
    publishDns: false,
  });
}

/** Says who may look at previews: whoever knows one of the passwords of one secret. */
export function declarePreviewAuth(cluster: ClusterBase): void {
  cluster.expectSecret({
    ...PREVIEW_AUTH,
    keys: { auth: 'an htpasswd file: a line for each user, as `htpasswd -nB NAME` writes it' },
    purpose: 'who may look at previews',
  });
}
