import { formatAmount, formatCpu, formatMemory, parseCpu, parseQuantity } from '../../lib/kube/quantity';

const invalid = (text: string) =>
  `quantity ${JSON.stringify(text)} is invalid: write a number, alone or with m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei, such as 500m, 1.5 or 4Gi`;

describe('parseQuantity', () => {
  test.each([
    ['0', 0],
    ['4', 4],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['+1', 1],
    ['500m', 0.5],
    ['100u', 0.0001],
    ['7n', 7e-9],
    ['2k', 2000],
    ['3M', 3e6],
    ['1G', 1e9],
    ['1T', 1e12],
    ['1P', 1e15],
    ['1E', 1e18],
    ['1e3', 1000],
    ['1E3', 1000],
    ['15e-1', 1.5],
    ['1Ki', 1024],
    ['1.5Mi', 1572864],
    ['4Gi', 4294967296],
    ['1Ti', 2 ** 40],
    ['1Pi', 2 ** 50],
    ['1Ei', 2 ** 60],
  ])('reads %s as %d', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  test('rounds up fractions of a nano-unit', () => {
    expect(parseQuantity('0.1n')).toBe(1e-9);
    expect(parseQuantity('1e-999')).toBe(1e-9);
  });

  test('rounds to the nearest number only once', () => {
    expect(parseQuantity('0.1')).toBe(0.1);
    expect(parseQuantity('100m')).toBe(0.1);
    expect(parseQuantity('9007199254740993')).toBe(9007199254740992);
  });

  test.each([
    '4GiB',
    '4gi',
    '4K',
    '4 Gi',
    ' 4',
    '4\n',
    '',
    '.',
    'm',
    'Gi',
    '1.2.3',
    '1,5',
    '0x10',
    '1e',
    '1e1000',
    '1e3m',
    '٣',
    'NaN',
    'Infinity',
    'constructor',
  ])('fails if the text is not a quantity: %j', (text) => {
    expect(() => parseQuantity(text)).toThrow(new Error(invalid(text)));
  });

  test('fails if the text is longer than 60 characters: the message shows its start', () => {
    expect(() => parseQuantity('1'.repeat(61))).toThrow(new Error(invalid(`${'1'.repeat(59)}…`)));
  });

  test('fails if the exponent is too large to compute', () => {
    expect(() => parseQuantity('1e999999999')).toThrow(new Error(invalid('1e999999999')));
  });

  test.each(['-1', '-500m', '-0'])('fails if the quantity is negative: %s', (text) => {
    expect(() => parseQuantity(text)).toThrow(new Error(`quantity "${text}" is negative: the minimum is 0`));
  });

  test('fails if Kubernetes would reduce the quantity to its maximum', () => {
    expect(parseQuantity('9223372036854775807')).toBe(2 ** 63);
    expect(() => parseQuantity('9223372036854775808')).toThrow(
      new Error('quantity "9223372036854775808" is too large: the maximum is 9223372036854775807'),
    );
    expect(() => parseQuantity('10E')).toThrow(
      new Error('quantity "10E" is too large: the maximum is 9223372036854775807'),
    );
  });
});

describe('parseCpu', () => {
  test.each([
    ['500m', 500],
    ['2', 2000],
    ['1.5', 1500],
    ['0.29', 290],
    ['1e-1', 100],
    ['0.1m', 1],
  ])('reads %s as %d thousandths', (text, milli) => {
    expect(parseCpu(text)).toBe(milli);
  });

  test('fails if the text is not a quantity', () => {
    expect(() => parseCpu('2 cores')).toThrow(new Error(invalid('2 cores')));
  });
});

describe('formatCpu', () => {
  test.each([
    [0, '0'],
    [500, '500m'],
    [1500, '1500m'],
    [2000, '2'],
  ])('writes %d thousandths as %s', (milli, text) => {
    expect(formatCpu(milli)).toBe(text);
    expect(parseCpu(text)).toBe(milli);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('fails if the number is %d', (milli) => {
    expect(() => formatCpu(milli)).toThrow(
      new Error(`cpu in thousandths of a core is ${milli}: it must be a whole number of at least 0`),
    );
  });
});

describe('formatMemory', () => {
  test.each([
    [0, '0'],
    [1000, '1000'],
    [1023, '1023'],
    [1024, '1Ki'],
    [1536 * 2 ** 20, '1536Mi'],
    [4 * 2 ** 30, '4Gi'],
    [2 ** 50, '1Pi'],
    [2 ** 52, '4Pi'],
    [2_000_000_001 * 2 ** 28, '512000000256Mi'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatMemory(bytes)).toBe(text);
    expect(parseQuantity(text)).toBe(bytes);
  });

  test('fails if the number of bytes is negative or not whole', () => {
    expect(() => formatMemory(1.5)).toThrow(
      new Error('memory in bytes is 1.5: it must be a whole number of at least 0'),
    );
    expect(() => formatMemory(-1024)).toThrow(
      new Error('memory in bytes is -1024: it must be a whole number of at least 0'),
    );
  });
});

test('formatAmount writes numbers of each unit', () => {
  expect([formatAmount('cpu', 1500), formatAmount('memory', 2 ** 31), formatAmount('count', 8)]).toEqual([
    '1500m',
    '2Gi',
    '8',
  ]);
  // 100m of memory is a valid quantity.
  expect(formatAmount('memory', 0.1)).toBe('1');
});
