import type { Log } from 'sarif';
import { FORMATS } from '../../../lib/cli/formats';
import type { CheckReport, LocatedFinding } from '../../../lib/cli/formats/report';

const FINDING: LocatedFinding = {
  severity: 'error',
  rule: 'image-tag',
  file: 'dist/a b,c/100%.yaml',
  line: 3,
  column: 7,
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  field: 'spec.x',
  value: 1,
  problem: 'is wrong: correct it',
  message: 'Deployment shop/web: spec.x is 1: 100%\nwrong, really: correct it',
};

const WARNING: LocatedFinding = { ...FINDING, severity: 'warning', file: 'a.yaml', message: 'b' };

function rendered(format: string, report: Partial<CheckReport>): string {
  return FORMATS[format]?.({ findings: [], notes: [], ...report }) ?? '';
}

test('text has a line for each finding and note, and the totals', () => {
  expect(rendered('text', { findings: [WARNING, WARNING], notes: ['c'] })).toBe(
    'a.yaml:3:7: warning: b [image-tag]\na.yaml:3:7: warning: b [image-tag]\nnote: c\n0 errors, 2 warnings\n',
  );
  expect(rendered('text', { findings: [FINDING] })).toMatch(/\n1 error, 0 warnings\n$/);
});

test('json has all fields of a finding', () => {
  const report = { findings: [FINDING], notes: ['c'] };
  expect(JSON.parse(rendered('json', report))).toEqual(report);
});

test('github escapes messages and properties', () => {
  expect(rendered('github', { findings: [FINDING, WARNING], notes: ['100%'] })).toBe(
    [
      '::error file=dist/a b%2Cc/100%25.yaml,line=3,col=7,title=image-tag::Deployment shop/web: spec.x is 1: 100%25%0Awrong, really: correct it',
      '::warning file=a.yaml,line=3,col=7,title=image-tag::b',
      '::notice::100%25',
      '',
    ].join('\n'),
  );
  const property = rendered('github', { findings: [{ ...WARNING, file: 'C:\r\na::b' }] });
  expect(property).toContain('file=C%3A%0D%0Aa%3A%3Ab,');
});

describe('sarif', () => {
  const logOf = (report: Partial<CheckReport>) => JSON.parse(rendered('sarif', report)) as Log;

  test('has the properties that code scanning requires', () => {
    const { version, runs } = logOf({ findings: [FINDING, WARNING], notes: ['c'] });
    expect([version, runs.length]).toEqual(['2.1.0', 1]);
    const { tool, results = [], invocations } = runs[0] as Log['runs'][number];
    expect(results).toEqual([
      {
        ruleId: 'image-tag',
        ruleIndex: expect.any(Number),
        level: 'error',
        message: { text: FINDING.message },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'dist/a%20b%2Cc/100%25.yaml', uriBaseId: '%SRCROOT%' },
              region: { startLine: 3, startColumn: 7 },
            },
          },
        ],
      },
      expect.objectContaining({ level: 'warning' }),
    ]);
    const { rules = [] } = tool.driver;
    expect(rules[results[0]?.ruleIndex ?? -1]?.id).toBe('image-tag');
    for (const rule of rules) {
      const { shortDescription, fullDescription, help } = rule;
      for (const part of [shortDescription, fullDescription, help]) expect(part?.text).toMatch(/\.$/);
    }
    expect(invocations?.[0]?.toolExecutionNotifications).toEqual([{ level: 'note', message: { text: 'c' } }]);
  });

  test('has relative URIs for files of the working folder, and absolute ones for others', () => {
    const uriOf = (file: string) =>
      logOf({ findings: [{ ...WARNING, file }] }).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation
        ?.artifactLocation?.uri;
    expect(uriOf(`${process.cwd()}/dist/./a.yaml`)).toBe('dist/a.yaml');
    expect(uriOf('../a.yaml')).toMatch(/^file:\/\/\/.*\/a\.yaml$/);
  });
});
