import { ConfigError } from '../../lib/config/problem';
import { INPUTS } from '../checks/mutations/inputs';

test('each mistake in YAML gives one message, with its place and a remedy', () => {
  const messages = INPUTS.outages.map(({ name, read }) => {
    try {
      read();
      return `${name}: accepted`;
    } catch (error) {
      return `${name}: ${error instanceof ConfigError ? error.message : (error as Error).stack}`;
    }
  });
  const unusable = messages.filter(
    (line) => !/: \S+:\d+:\d+: .*: .+$/.test(line) || /correct the YAML|\n/.test(line),
  );
  expect(unusable).toEqual([]);
});
