import { ConfigError } from '../config/problem';
import type { Advice } from '../config/reader';
import { type AiworkerConfig, readAiworker } from './aiworker/config';
import { type AlgestaConfig, readAlgesta } from './algesta/config';
import { type ArcanaConfig, readArcana } from './arcana/config';

/** What changes from day to day, of every system. */
export interface Configuration {
  readonly aiworker: AiworkerConfig;
  readonly algesta: AlgestaConfig;
  readonly arcana: ArcanaConfig;
}

/**
 * The configuration of every system, one file each.
 *
 * @param folder where `aiworker.yaml` and the others lie
 * @param advice where to say what is no fault yet; without it nothing is said
 * @throws ConfigError with the problems of all files
 */
export function readConfiguration(folder: string, advice?: Advice): Configuration {
  const problems: string[] = [];
  const read = <T>(file: string, reader: (path: string) => T): T | undefined => {
    try {
      return reader(`${folder}/${file}`);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const aiworker = read('aiworker.yaml', (path) => readAiworker(path, advice));
  const algesta = read('algesta.yaml', readAlgesta);
  const arcana = read('arcana.yaml', readArcana);
  if (aiworker === undefined || algesta === undefined || arcana === undefined)
    throw new ConfigError(problems);
  return { aiworker, algesta, arcana };
}
