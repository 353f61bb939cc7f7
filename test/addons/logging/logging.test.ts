import { parse } from 'yaml';
import { Elasticsearch } from '../../../lib/addons/logging/elasticsearch';
import { Filebeat } from '../../../lib/addons/logging/filebeat';
import { Logstash } from '../../../lib/addons/logging/logstash';
import { IMAGES } from '../../../lib/core/versions';
import { TestCluster } from '../../support/test-cluster';

const AUDIT_LOGS = '/var/log/kubernetes/audit';

const cluster = new TestCluster();
const logging = cluster.addNamespace({ name: 'logging', podSecurity: 'restricted' });
const agents = cluster.addNamespace({ name: 'node-agents', podSecurity: 'privileged' });
const elasticsearch = new Elasticsearch(cluster, 'elasticsearch', { namespace: logging });
const logstash = new Logstash(cluster, 'logstash', { namespace: logging, elasticsearch, retentionDays: 7 });
new Filebeat(cluster, 'filebeat', { namespace: agents, logstash, auditLogs: AUDIT_LOGS });

/** The text of a key of a ConfigMap. */
function text(configMap: string, key: string): string {
  const { data } = cluster.find('ConfigMap', configMap) as unknown as { data: Record<string, string> };
  return data[key] ?? '';
}

describe('Filebeat', () => {
  const { 'filebeat.inputs': inputs } = parse(text('filebeat', 'filebeat.yml'));
  const [pods, audit] = inputs;

  test('reads files that are smaller than a fingerprint, which needs version 9.5', () => {
    for (const input of [pods, audit])
      expect(input.file_identity).toEqual({ fingerprint: { growing: true } });
    const [major = 0, minor = 0] = (IMAGES.filebeat.split(':')[1] ?? '').split('.').map(Number);
    expect(major * 100 + minor).toBeGreaterThanOrEqual(905);
  });

  test.each([
    ['0.log', true],
    ['0.log.20260119-120000', true],
    ['0.log.20260119-110000.gz', true],
    ['0.log.20260119-110000.tmp', false],
  ])('of the files that the kubelet writes, reads %s: %s', (file, read) => {
    const [glob] = pods.paths;
    const path = `/var/log/pods/mercury_mercury-0_1b2c/mercury/${file}`;
    const included = new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path);
    const [excluded] = pods.prospector.scanner.exclude_files;
    expect(included && !new RegExp(excluded).test(path)).toBe(read);
    expect(pods.compression).toBe('auto');
  });

  test('reads the audit log and its rotated files', () => {
    expect(audit.paths).toEqual([`${AUDIT_LOGS}/*.log`]);
  });
});

describe('the index template', () => {
  const template = JSON.parse(text('logstash-templates', 'logs.json'));
  const pipeline = text('logstash-pipeline', 'logs.conf');

  test('has a name that Elasticsearch does not use for a template of its own', () => {
    expect(pipeline).toContain('template_name => "cluster-logs"');
    expect(template.index_patterns).toEqual(['logs']);
    expect(pipeline).toContain('index => "logs"');
  });

  test('indexes no value of a JSON line that is too long for Lucene, also of characters with four bytes', () => {
    const { type, ignore_above } = template.template.mappings.properties.json;
    expect(type).toBe('flattened');
    // Elasticsearch counts UTF-16 units: a character of four bytes has two.
    const longest = '💡'.repeat(Math.floor(ignore_above / 2));
    const key = 'requestObject.metadata.annotations.'.repeat(40);
    for (const value of [longest, '€'.repeat(ignore_above)])
      expect(Buffer.byteLength(`${key}\0${value}`)).toBeLessThanOrEqual(32_766);
  });

  test('keeps lines, and those that do not fit the mapping, for the retention', () => {
    const { lifecycle, data_stream_options } = template.template;
    expect(lifecycle).toEqual({ data_retention: '7d' });
    expect(data_stream_options).toEqual({
      failure_store: { enabled: true, lifecycle: { data_retention: '7d' } },
    });
  });
});
