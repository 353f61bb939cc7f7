import { readFileSync } from 'node:fs';
import { ratesIn } from '../../../lib/docs/rates';
import { INPUTS } from './inputs';
import { MUTATIONS } from './mutations';
import { measure, ratesSection, surprises } from './rates';

const CLASSES = [...MUTATIONS, INPUTS];
const rates = measure(CLASSES);

test('the checks report every outage, except those marked as missed, and accept every sound change', () => {
  expect(surprises(rates)).toEqual([]);
});

test('docs/checks.md has the measured rates (npm run mutations)', () => {
  expect(ratesIn(readFileSync('docs/checks.md', 'utf8'))).toBe(ratesSection(rates));
});

test('each class has at least five outages and two sound changes', () => {
  expect(CLASSES.filter(({ outages, sound }) => outages.length < 5 || sound.length < 2)).toEqual([]);
});

test('no two mutations of a class have the same name', () => {
  for (const { outages, sound } of CLASSES) {
    const names = [...outages, ...sound].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  }
});
