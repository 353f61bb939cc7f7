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

/** The outages that no rule reports and the sound changes that a rule refuses, except those whose reason is known. */
export function surprises(rates: readonly ClassRates[]): string[] {
  return rates.flatMap(({ name, outages, sound }) => [
    ...outages.flatMap((result) => {
      const { name: what, missed } = result.mutation;
      if (isReported(result) && missed !== undefined)
        return [`${name}: ${what}: is reported: remove the field missed`];
      return isReported(result) || missed !== undefined ? [] : [`${name}: ${what}: is not reported`];
    }),
    ...sound.flatMap(({ mutation, errors }) => errors.map((error) => `${name}: ${mutation.name}: ${error}`)),
  ]);
}

/** The section of docs/checks.md about the rates. */
export function ratesSection(rates: readonly ClassRates[]): string {
  const all: ClassRates = {
    name: 'all',
    outages: rates.flatMap(({ outages }) => outages),
    sound: rates.flatMap(({ sound }) => sound),
  };
  const missed = rates.flatMap(({ name, outages }) =>
    outages
      .filter((result) => !isReported(result))
      .map(({ mutation }) => `- ${name}: ${mutation.name}: ${mutation.missed}`),
  );
  const heading = ['class', 'outages', 'errors', 'warnings', 'stopped', 'sound changes', 'accepted'];
  return [
    markdownTable(heading, [...rates, all].map(row)),
    ...(missed.length > 0 ? [MISSED, missed.join('\n')] : []),
  ].join('\n\n');
}

const MISSED = 'The checks do not report these outages:';

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
