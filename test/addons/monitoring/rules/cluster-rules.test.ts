import { rulesOf, WITH_PREVIEWS, withStack } from '../support';

function alerts() {
  return rulesOf(withStack(WITH_PREVIEWS).cluster).filter(({ alert }) => alert !== undefined);
}

test('the stack has these alerts', () => {
  expect(alerts().map(({ alert }) => alert)).toEqual([
    'CertificateExpiringSoon',
    'CleanUpFailed',
    'PreviewPastTtl',
    'QuotaNearlyUsed',
    'PodsRefused',
    'RolloutStuck',
    'AutoscalerAtMaximum',
    'AutoscalerInactive',
    'TargetDown',
    'TargetMissing',
    'VolumeFilling',
    'NodeDiskFilling',
    'NodeNotReady',
    'PodNotReady',
  ]);
});

test('every alert states its duration, severity, summary and description', () => {
  for (const alert of alerts()) {
    expect(alert).toEqual({
      alert: expect.stringMatching(/^[A-Z][A-Za-z]+$/),
      expr: expect.any(String),
      for: expect.stringMatching(/^\d+[mh]$/),
      labels: { severity: expect.stringMatching(/^(warning|critical)$/) },
      annotations: { summary: expect.any(String), description: expect.any(String) },
    });
  }
});

test('the alert about certificates is the one of document 004', () => {
  expect(alerts()).toContainEqual(
    expect.objectContaining({
      alert: 'CertificateExpiringSoon',
      expr: 'certmanager_certificate_expiration_timestamp_seconds - time() < 604800',
      for: '1h',
    }),
  );
});

test('a cluster without previews has no rules about previews', () => {
  const rules = rulesOf(withStack().cluster).map(({ alert, record }) => alert ?? record ?? '');
  expect(rules.filter((name) => /preview|clean/i.test(name))).toEqual([]);
});
