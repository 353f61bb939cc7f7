import type { Field } from '../config/fields';
import { schemaText } from '../config/json-schema';
import { ConfigError } from '../config/problem';
import type { Advice } from '../config/reader';
import type { IngressSetting } from '../ingress/setting';
import { type AiworkerConfig, aiworkerFile, readAiworker } from './aiworker/config';
import { type AlgestaConfig, algestaFile, readAlgesta } from './algesta/config';
import { type ArcanaConfig, arcanaFile, readArcana } from './arcana/config';

/** The configuration of every system. */
export interface Configuration {
  readonly aiworker: AiworkerConfig;
  readonly algesta: AlgestaConfig;
  readonly arcana: ArcanaConfig;
}

/**
 * Reads the configuration of every system, one file each.
 *
 * @param folder the folder of `aiworker.yaml` and the others
 * @param advice reports warnings @default warnings are not reported
 * @throws ConfigError with the problems of all files
 */
export function readConfiguration(folder: string, advice?: Advice): Configuration {
  const problems: (readonly string[])[] = [];
  const read = <T>(file: string, reader: (path: string) => T): T | undefined => {
    try {
      return reader(`${folder}/${file}`);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(error.problems);
      return undefined;
    }
  };
  const aiworker = read('aiworker.yaml', (path) => readAiworker(path, advice));
  const algesta = read('algesta.yaml', (path) => readAlgesta(path, advice));
  const arcana = read('arcana.yaml', (path) => readArcana(path, advice));
  if (aiworker === undefined || algesta === undefined || arcana === undefined)
    throw new ConfigError(problems.flat());
  return { aiworker, algesta, arcana };
}

/** An address for documentation (RFC 5737), in place of the second address of a machine. */
const SECOND_ADDRESS = '203.0.113.1';

/**
 * The configuration with other ingress controllers in every cluster; undefined changes nothing. Two controllers on one
 * machine need two addresses: the second one is an example unless the configuration states it.
 */
export function withIngress(
  { aiworker, algesta, arcana }: Configuration,
  controllers: IngressSetting['controllers'] | undefined,
): Configuration {
  if (controllers === undefined) return { aiworker, algesta, arcana };
  const ingress = { controllers };
  const ofAlgesta = (name: keyof AlgestaConfig) => ({
    ...algesta[name],
    ingress: { ...ingress, keyVault: algesta[name].ingress?.keyVault },
  });
  return {
    aiworker: { ...aiworker, ingress },
    algesta: {
      'aks-algesta-dev': ofAlgesta('aks-algesta-dev'),
      'aks-algesta-production': ofAlgesta('aks-algesta-production'),
    },
    arcana: {
      ...arcana,
      ingress: {
        gatewayAddress: controllers === 'both' ? SECOND_ADDRESS : undefined,
        ...arcana.ingress,
        controllers,
      },
    },
  };
}

/** The JSON schema of each configuration file, for editors. The first line of the file names it. */
export function configurationSchemas(folder: string): { readonly path: string; readonly text: string }[] {
  const files: Record<keyof Configuration, Field<unknown>> = {
    aiworker: aiworkerFile,
    algesta: algestaFile,
    arcana: arcanaFile,
  };
  return Object.entries(files).map(([name, { schema }]) => ({
    path: `${folder}/schema/${name}.schema.json`,
    text: schemaText(`config/${name}.yaml`, schema),
  }));
}
