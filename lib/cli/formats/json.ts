import { jsonText } from '../../output/json';
import type { Format } from './report';

/** The findings and notes as JSON, with the fields of `LocatedFinding`. */
export const json: Format = ({ findings, notes }) => jsonText({ findings, notes });
