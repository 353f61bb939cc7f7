const MI = 2 ** 20;
const GI = 2 ** 30;

/**
 * An amount that a person compares with others: `60m` or `5.49` for CPU in thousandths of a core, `96Mi` or `11.5Gi` for
 * memory in bytes. It is rounded.
 */
export function amountText(unit: 'cpu' | 'memory', amount: number): string {
  if (unit === 'cpu') return amount < 1000 ? `${amount}m` : rounded(amount / 1000, 2);
  return amount < GI ? `${Math.ceil(amount / MI)}Mi` : `${rounded(amount / GI, 1)}Gi`;
}

function rounded(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
