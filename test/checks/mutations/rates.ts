import { ConfigError } from '../../../lib/config/problem';
import { markdownTable } from '../../../lib/docs/markdown';
import { checkBroken } from '../../support/sound-cluster';
import type { Input, Mutation, MutationClass } from './mutation';

/** The findings of the checks for the mutations of one class. */
export interface ClassRates {
  readonly name: string;
  readonly outages: readonly Result[];
  readonly sound: readonly Result[];
}

interface Result {
  readonly mutation: Mutation | Input;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Runs the checks for each mutation. */
export function measure(classes: readonly MutationClass<Mutation | Input>[]): ClassRates[] {
  const before = checkBroken();
  const known = new Set([...before.errors, ...before.warnings]);
  const resultOf = (mutation: Mutation | Input): Result => {
    const { errors, warnings } = findings(mutation);
    const isNew = (line: string) => !known.has(line);
    return { mutation, errors: errors.filter(isNew), warnings: warnings.filter(isNew) };
  };
  return classes.map(({ name, outages, sound }) => ({
    name,
    outages: outages.map(resultOf),
    sound: sound.map(resultOf),
  }));
}

function findings(mutation: Mutation | Input): Omit<Result, 'mutation'> {
  if ('change' in mutation) return checkBroken(mutation.change, { before: mutation.before });
  try {
    mutation.read();
    return { errors: [], warnings: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { errors: error.problems, warnings: [] };
  }
}

/** The outages that no rule reports and the sound changes that a rule refuses, except those with a known gap. */
export function surprises(rates: readonly ClassRates[]): string[] {
  return rates.flatMap(({ name, outages, sound }) => {
    const expected = new Map<Result, string>([
      ...outages.map((result): [Result, string] => [result, isReported(result) ? '' : 'is not reported']),
      ...sound.map((result): [Result, string] => [result, result.errors.join('; ')]),
    ]);
    return [...expected].flatMap(([{ mutation }, problem]) => {
      if ((problem === '') === (mutation.gap === undefined)) return [];
      return [`${name}: ${mutation.name}: ${problem || 'is judged correctly: remove the field gap'}`];
    });
  });
}

/** The section of docs/checks.md about the rates. */
export function ratesSection(rates: readonly ClassRates[]): string {
  const all: ClassRates = {
    name: 'all',
    outages: rates.flatMap(({ outages }) => outages),
    sound: rates.flatMap(({ sound }) => sound),
  };
  const gaps = rates.flatMap(({ name, outages, sound }) =>
    [...outages, ...sound].flatMap(({ mutation }) =>
      mutation.gap === undefined ? [] : [`- ${name}: ${mutation.name}: ${mutation.gap}`],
    ),
  );
  const heading = ['class', 'outages', 'errors', 'warnings', 'stopped', 'sound changes', 'accepted'];
  return [
    markdownTable(heading, [...rates, all].map(row)),
    ...(gaps.length > 0 ? [GAPS, gaps.join('\n')] : []),
  ].join('\n\n');
}

const GAPS = 'The checks judge these changes wrongly:';

function row({ name, outages, sound }: ClassRates): string[] {
  const errors = outages.filter((result) => result.errors.length > 0).length;
  const stopped = outages.filter(isReported).length;
  const accepted = sound.filter((result) => result.errors.length === 0).length;
  return [
    name,
    `${outages.length}`,
    `${errors}`,
    `${stopped - errors}`,
    share(stopped, outages.length),
    `${sound.length}`,
    share(accepted, sound.length),
  ];
}

function isReported({ errors, warnings }: Result): boolean {
  return errors.length + warnings.length > 0;
}

/** A share with one decimal, rounded down, so that 100 % means all. */
function share(part: number, whole: number): string {
  return `${Math.floor((1000 * part) / whole) / 10} %`;
}
