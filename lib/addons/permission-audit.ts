import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { placeIn, Stage } from '../core/placement';
import { IMAGES } from '../core/versions';
import { hardenedPod } from '../workloads/hardened-pod';
import { ScheduledJob } from '../workloads/scheduled-job';
import { ServiceAccount } from '../workloads/service-account';

const NAME = 'permission-audit';
const TEMPLATE = 'who-can-do-what.tmpl';

/** When the report is made, and where. */
export interface PermissionAuditProps {
  readonly namespace: ClusterNamespace;
  /** Five cron fields, in UTC. */
  readonly schedule: string;
}

/**
 * A CronJob that reports into its log who can do what: a line of JSON for each subject and rule, with `who`, `where`
 * (a namespace, or `*`), `may`, `group`, `on`, `only` (names, if not all) and `by` (the binding).
 *
 * It reads all roles and bindings and joins them, and can do nothing else. To ask `kubectl auth can-i --list` for each
 * account instead, it would need the right to act as each of them; and it would miss people and groups.
 *
 * kubectl alone does the joining, by a template of its own: its image has no shell.
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
    const labels = { app: NAME };
    new k8s.KubeConfigMap(this, 'template', {
      metadata: { name: NAME, namespace: namespace.name },
      data: { [TEMPLATE]: WHO_CAN_DO_WHAT },
    });
    new ScheduledJob(this, 'cron-job', {
      namespace,
      name: NAME,
      schedule,
      labels,
      deadlineSeconds: 600,
      history: 'unset',
      pod: {
        ...hardenedPod({
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
          volumes: [
            { name: 'template', configMap: { name: NAME } },
            { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } },
          ],
          resources: {
            requests: { cpu: '50m', memory: '64Mi' },
            limits: { cpu: '500m', memory: '256Mi' },
          },
        }),
        restartPolicy: 'Never',
      },
    });
    ClusterBase.of(this).isolation.allowApiServer({
      from: namespace.pods(labels),
      because: 'it reads who is granted what',
    });
  }
}

/** Each binding beside the role that it refers to, subject by subject and rule by rule. */
const WHO_CAN_DO_WHAT = `{{- define "words"}}{{range $index, $word := .}}{{if $index}} {{end}}{{$word}}{{end}}{{end -}}
{{- range $binding := .items}}{{if $binding.roleRef}}
{{- range $role := $.items}}
{{- if and (eq $role.kind $binding.roleRef.kind) (eq $role.metadata.name $binding.roleRef.name) (or (eq $role.kind "ClusterRole") (eq $role.metadata.namespace $binding.metadata.namespace))}}
{{- range $subject := $binding.subjects}}{{range $rule := $role.rules -}}
{"audit":"permission","who":"{{$subject.kind}} {{with $subject.namespace}}{{.}}/{{end}}{{$subject.name}}","where":"{{or $binding.metadata.namespace "*"}}","may":"{{template "words" $rule.verbs}}","group":"{{template "words" $rule.apiGroups}}","on":"{{template "words" $rule.resources}}{{template "words" $rule.nonResourceURLs}}","only":"{{template "words" $rule.resourceNames}}","by":"{{$binding.kind}} {{$binding.metadata.name}}"}
{{end}}{{end}}{{end}}{{end}}{{end}}{{end}}`;
