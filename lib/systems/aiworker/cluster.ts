import type { Construct } from 'constructs';
import { ExternalDns } from '../../addons/dns/external-dns';
import { certManagerJob, ingressNginxJob } from '../../addons/monitoring/addon-jobs';
import { MonitoringStack } from '../../addons/monitoring/monitoring-stack';
import { ISTIO, IstioMesh } from '../../addons/network/istio-mesh';
import { CertManagerIssuers } from '../../certificates/cert-manager-issuers';
import type { CertificateProps } from '../../certificates/certificate-rules';
import { ClusterBase } from '../../core/cluster-base';
import { IngressStack } from '../../ingress/ingress-stack';
import { nginx } from '../../ingress/nginx/controller';
import { toDnsLabel } from '../../kube/dns-names';
import { ServiceAccount } from '../../workloads/service-account';
import { BackendAccount } from './access/backend-account';
import { NamespaceGuard } from './access/namespace-guard';
import type { AiworkerConfig } from './config';
import { exposePreview, exposeProject, exposeServices } from './exposure';
import { previewDashboard } from './monitoring/preview-dashboard';
import { previewRules } from './monitoring/preview-rules';
import { PREVIEW_NAMESPACES, PreviewEnv } from './preview-env';
import { PROJECT_NAMESPACES, ProjectEnvironments } from './project-environments';
import { EXPOSED_NAMESPACES } from './project-hosts';
import { AgentTemplate } from './workloads/agent-template';
import { Backend } from './workloads/backend';
import { Frontend } from './workloads/frontend';
import { gitClient } from './workloads/git-client';
import { Gitea } from './workloads/gitea';
import { McpServer } from './workloads/mcp-server';
import { MySql } from './workloads/mysql';
import { PreviewCleanup } from './workloads/preview-cleanup/preview-cleanup';
import { QueueWorkers } from './workloads/queue-workers';
import { Redis } from './workloads/redis';
import { registryCredentials } from './workloads/registry-credentials';

/**
 * The AI-worker platform: its own namespaces, a set of environments for each project, and a preview for each task.
 *
 * @see documents 000 and 001
 */
export class AiworkerCluster extends ClusterBase {
  constructor(scope: Construct, config: AiworkerConfig) {
    super(scope, 'aiworker', config.cluster);
    const { isolation } = this;

    const controlPlane = this.addNamespace({
      name: 'control-plane',
      labels: {
        name: 'control-plane',
        environment: 'production',
        'managed-by': 'aiworker',
        protected: 'true',
      },
      quota: {
        requests: { cpu: '4', memory: '8Gi' },
        limits: { cpu: '8', memory: '16Gi' },
        persistentVolumeClaims: 5,
      },
      limits: {
        max: { cpu: '2', memory: '4Gi' },
        min: { cpu: '100m', memory: '128Mi' },
        default: { cpu: '500m', memory: '512Mi' },
        defaultRequest: { cpu: '250m', memory: '256Mi' },
      },
      podSecurity: 'restricted',
    });
    const agents = this.addNamespace({
      name: 'agents',
      labels: { name: 'agents', environment: 'production', 'managed-by': 'aiworker', protected: 'true' },
      // Of the 50 pods, 40 fit: each asks for 500m and 1Gi at the least, of 20 CPU and 40Gi (docs/deviations.md).
      quota: { requests: { cpu: '20', memory: '40Gi' }, limits: { cpu: '40', memory: '80Gi' }, pods: 50 },
      limits: {
        max: { cpu: '2', memory: '4Gi' },
        min: { cpu: '500m', memory: '1Gi' },
        default: { cpu: '1', memory: '2Gi' },
        defaultRequest: { cpu: '500m', memory: '1Gi' },
      },
      podSecurity: 'restricted',
      policyName: 'agents-network-policy',
    });
    const gitea = this.addNamespace({
      name: 'gitea',
      labels: { name: 'gitea', environment: 'production', 'managed-by': 'aiworker', protected: 'true' },
      quota: {
        requests: { cpu: '2', memory: '4Gi' },
        limits: { cpu: '4', memory: '8Gi' },
        persistentVolumeClaims: 2,
      },
      expectedPods: 4,
      podSecurity: 'restricted',
    });
    const monitoring = this.addNamespace({
      name: 'monitoring',
      labels: { name: 'monitoring', environment: 'production', protected: 'true' },
      quota: {
        requests: { cpu: '4', memory: '8Gi' },
        limits: { cpu: '8', memory: '16Gi' },
        persistentVolumeClaims: 10,
      },
      expectedPods: 10,
      podSecurity: 'restricted',
    });

    const nodeAgents = this.addNamespace({
      name: 'node-agents',
      labels: { name: 'node-agents', environment: 'production', protected: 'true' },
      podSecurity: 'privileged',
    });

    const backendAccount = new BackendAccount(this, 'backend-account', { controlPlane, agents });
    const cleanupAccount = new ServiceAccount(this, 'cleanup-account', {
      namespace: controlPlane,
      name: 'preview-cleanup',
    });
    cleanupAccount.grantEverywhere([{ apiGroup: '', resources: ['namespaces'], verbs: ['list', 'delete'] }]);
    new NamespaceGuard(this, 'guard', {
      backend: backendAccount,
      cleanup: cleanupAccount,
      agents,
      domain: config.domain,
    });

    const mysql = new MySql(this, 'mysql', { namespace: controlPlane, volume: '50Gi' });
    const redis = new Redis(this, 'redis', { namespace: controlPlane, volume: '10Gi' });
    const git = new Gitea(this, 'gitea', {
      namespace: gitea,
      hostname: `git.${config.domain}`,
      volume: '200Gi',
      webhookHosts: ['aiworker-backend.control-plane.svc'],
    });
    const platform = {
      namespace: controlPlane,
      pullSecret: registryCredentials(controlPlane),
      env: { ...mysql.clientEnv, ...redis.clientEnv, ...gitClient(controlPlane, git) },
    };
    const backend = new Backend(this, 'backend', { ...platform, account: backendAccount });
    const frontend = new Frontend(this, 'frontend', platform);
    const mcpServer = new McpServer(this, 'mcp-server', platform);
    const workers = new QueueWorkers(this, 'workers', platform);
    new AgentTemplate(this, 'agent-template', {
      namespace: agents,
      pullSecret: registryCredentials(agents),
      sandbox: config.agents?.sandbox,
      env: { MCP_SERVER_URL: mcpServer.service.url, GIT_URL: git.http.url },
    });
    new PreviewCleanup(this, 'preview-cleanup', { namespace: controlPlane, account: cleanupAccount });

    const projects = isolation.group(PROJECT_NAMESPACES);
    const previews = isolation.group(PREVIEW_NAMESPACES);

    for (const [who, from] of [
      ['backend', backend],
      ['MCP server', mcpServer],
      ['workers', workers],
    ] as const) {
      isolation.allow({
        from: from.pods,
        to: mysql.pods,
        because: `${who}: tasks and projects are in MySQL`,
      });
      isolation.allow({ from: from.pods, to: redis.pods, because: `${who}: jobs and events are in Redis` });
      isolation.allow({ from: from.pods, to: git.http.pods, because: `${who}: work is in git` });
    }
    isolation.allow({ from: git.pods, to: backend.pods, because: 'git tells the backend of pushes' });
    isolation.allow({ from: backend.pods, to: agents, because: 'the backend steers its agents' });
    isolation.allow({ from: mcpServer.pods, to: agents, because: 'the MCP server calls its agents' });
    isolation.allow({ from: agents, to: mcpServer.pods, because: 'agents report to the MCP server' });
    isolation.allow({ from: agents, to: git.pods, because: 'agents clone and push over HTTP and SSH' });
    isolation.allowInternet({ from: agents, ports: [443], because: "agents call the model's API" });
    isolation.allow({
      from: backend.pods,
      to: previews,
      because: 'the backend looks whether a preview answers',
    });
    isolation.allow({ from: previews, to: git.pods, because: 'previews fetch their source and packages' });
    isolation.allowInternet({
      from: previews,
      ports: [443],
      because: 'previews fetch from npm, apt and others',
    });
    isolation.allowInternet({ from: projects, ports: [443], because: 'applications call services outside' });
    isolation.allowAllEgress({
      from: backend.pods,
      policyName: 'backend-egress',
      because: 'the backend calls the API server, git, agents, previews and services outside',
    });

    const { domain } = config;
    const issuers = new CertManagerIssuers(this, 'issuers', {
      email: config.email,
      cloudflareZones: [domain],
    });
    const edge = this.addNamespace({ name: 'ingress-nginx', podSecurity: 'restricted' });
    const letsEncrypt = issuers.acme('letsencrypt-prod', { challenge: 'dns01' });
    issuers.acme('letsencrypt-staging', { challenge: 'dns01', endpoint: 'staging' });
    const wildcardIn = (namespace: CertificateProps['namespace']) =>
      issuers.certificate('wildcard-aiworker', {
        namespace,
        secretName: 'wildcard-aiworker-tls',
        issuer: letsEncrypt,
        commonName: `*.${domain}`,
        dnsNames: [domain, `*.${domain}`, `*.preview.${domain}`],
      });
    const ingress = new IngressStack(this, 'ingress', {
      controller: nginx({ namespace: edge, placement: 'loadBalancer', crossNamespaceSecrets: true }),
      issuer: letsEncrypt,
      wildcard: wildcardIn(edge),
    });
    if (config.serviceMesh === 'istio') {
      const mesh = new IstioMesh(this, 'mesh', {
        name: 'aiworker-gateway',
        host: `*.${domain}`,
        certificate: wildcardIn(ISTIO),
      });
      mesh.route('backend-vs', { service: backend.service, hostname: `api.${domain}`, prefix: '/api' });
    }
    new ExternalDns(this, 'external-dns', { zone: domain });
    exposeServices(ingress, domain, {
      backend: backend.service,
      frontend: frontend.service,
      git: git.http,
    });
    const previewPasswords = this.expectSecret({
      namespace: edge,
      name: 'preview-basic-auth',
      keys: { auth: 'an htpasswd file: a line for each user, as `htpasswd -nB NAME` writes it' },
      purpose: 'authenticates the visitors of previews',
    });
    ingress.admit(previews, 'previews are looked at from outside');
    ingress.admit(isolation.group(EXPOSED_NAMESPACES), 'applications are served from outside');

    const cleanUp = { namespace: controlPlane.name, name: cleanupAccount.name };
    const { prometheus } = new MonitoringStack(this, 'monitoring', {
      namespace: monitoring,
      nodeAgents,
      rules: previewRules(cleanUp),
      dashboards: [previewDashboard(cleanUp)],
    });
    prometheus.scrape(certManagerJob());
    prometheus.scrape(ingressNginxJob(ingress.controller));

    const ports = new Map<string, number>();
    for (const project of config.projects) {
      const environments = new ProjectEnvironments(this, `project-${toDnsLabel(project.name)}`, project);
      exposeProject(ingress, domain, environments);
      if (project.application) ports.set(environments.name, project.application.port);
    }
    for (const preview of config.previews) {
      const environment = new PreviewEnv(this, `preview-${toDnsLabel(preview.id)}`, {
        taskId: preview.id,
        project: toDnsLabel(preview.project),
        image: preview.image,
        port: preview.port ?? ports.get(toDnsLabel(preview.project)),
        createdAt: preview.createdAt,
        ttl: preview.ttl,
      });
      exposePreview(ingress, domain, environment, previewPasswords);
    }
  }
}
