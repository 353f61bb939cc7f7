import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { placeIn, Stage } from '../core/placement';
import { IMAGES } from '../core/versions';
import { emptyDir } from '../workloads/empty-dir';
import { hardenedPod } from '../workloads/hardened-pod';
import { ScheduledJob } from '../workloads/scheduled-job';
import { ServiceAccount } from '../workloads/service-account';

const NAME = 'permission-audit';
const TEMPLATE = 'who-can-do-what.tmpl';

/** The properties of the audit. */
export interface PermissionAuditProps {
  readonly namespace: ClusterNamespace;
  /** A cron schedule of five fields, in UTC. */
  readonly schedule: string;
}

/**
 * A CronJob that reports the permissions of all subjects in its log.
 *
 * For each subject and rule, the log has a line of JSON with the subject (`who`), the namespace or `*` (`where`), the
 * verbs (`may`), the API groups (`group`), the resources (`on`), the names of the objects unless all are allowed
 * (`only`), and the binding (`by`).
 *
 * The job reads all roles and bindings, and has no other permissions. A template of kubectl joins them, because its image
 * has no shell. `kubectl auth can-i --list` would need permission to impersonate each ServiceAccount, and would omit
 * users and groups.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class PermissionAudit extends Construct {
  constructor(scope: Construct, id: string, { namespace, schedule }: PermissionAuditProps) {
    super(scope, id);
    const kinds = ['clusterrolebindings', 'rolebindings', 'clusterroles', 'roles'];
    const account = new ServiceAccount(this, 'account', { namespace, name: NAME });
    account.grantEverywhere([
      { apiGroup: 'rbac.authorization.k8s.io', resources: kinds, verbs: ['get', 'list'] },
    ]);
    placeIn(this, Stage.access, NAME);
    new k8s.KubeConfigMap(this, 'template', {
      metadata: { name: NAME, namespace: namespace.name },
      data: { [TEMPLATE]: WHO_CAN_DO_WHAT },
    });
    const { pods } = new ScheduledJob(this, 'cron-job', {
      namespace,
      name: NAME,
      schedule,
      deadlineSeconds: 600,
      history: 'unset',
      pod: hardenedPod({
        name: NAME,
        image: IMAGES.kubectl,
        user: 65_532,
        serviceAccount: account,
        command: ['kubectl'],
        args: [
          'get',
          kinds.join(','),
          '--all-namespaces',
          '--cache-dir=/tmp',
          `--output=go-template-file=/etc/audit/${TEMPLATE}`,
        ],
        mounts: [
          { name: 'template', mountPath: '/etc/audit', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
        volumes: [{ name: 'template', configMap: { name: NAME } }, emptyDir('tmp', '64Mi')],
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      }),
    });
    ClusterBase.of(this).isolation.allowApiServer({
      from: pods,
      because: 'the audit reads all roles and bindings',
    });
  }
}

/** The template, which joins each binding with its role and writes one line for each subject and rule. */
const WHO_CAN_DO_WHAT = `{{- define "words"}}{{range $index, $word := .}}{{if $index}} {{end}}{{$word}}{{end}}{{end -}}
{{- range $binding := .items}}{{if $binding.roleRef}}
{{- range $role := $.items}}
{{- if and (eq $role.kind $binding.roleRef.kind) (eq $role.metadata.name $binding.roleRef.name) (or (eq $role.kind "ClusterRole") (eq $role.metadata.namespace $binding.metadata.namespace))}}
{{- range $subject := $binding.subjects}}{{range $rule := $role.rules -}}
{"audit":"permission","who":"{{$subject.kind}} {{with $subject.namespace}}{{.}}/{{end}}{{$subject.name}}","where":"{{or $binding.metadata.namespace "*"}}","may":"{{template "words" $rule.verbs}}","group":"{{template "words" $rule.apiGroups}}","on":"{{template "words" $rule.resources}}{{template "words" $rule.nonResourceURLs}}","only":"{{template "words" $rule.resourceNames}}","by":"{{$binding.kind}} {{$binding.metadata.name}}"}
{{end}}{{end}}{{end}}{{end}}{{end}}{{end}}`;
