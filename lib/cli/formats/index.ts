import { github } from './github';
import { json } from './json';
import type { Format } from './report';
import { sarif } from './sarif';
import { text } from './text';

/** The formats of `npm run check`, by name. */
export const FORMATS: Readonly<Record<string, Format>> = { text, json, sarif, github };
