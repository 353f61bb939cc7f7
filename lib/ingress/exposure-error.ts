import { quote } from '../kube/text';

/** An error with the name of its exposure. */
export function exposureError(name: string, problem: string): Error {
  return new Error(`exposure ${quote(name)}: ${problem}`);
}
