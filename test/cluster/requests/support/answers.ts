import { ask, type Echo, type Question, type Reply } from '../../ingress/support/request';

/** The URL of a host below `example.com`. */
export function url(name: string, path = '/', scheme = 'https'): string {
  return `${scheme}://${name}.example.com${path}`;
}

/** The status of an answer. */
export async function status(question: Question): Promise<number> {
  return (await ask(question)).status;
}

/** The status of an answer, and its headers with these names. */
export async function statusAndHeaders(question: Question, ...names: readonly string[]): Promise<object> {
  const { status, headers } = await ask(question);
  return { status, ...only(headers, names) };
}

/** The status of an answer, and the certificate; instead, the code of an error. */
export async function certificate(question: Question): Promise<object> {
  try {
    const { status, certificate } = await ask(question);
    return { status, certificate };
  } catch (error) {
    return { error: (error as NodeJS.ErrnoException).code };
  }
}

/** The status of an answer, and the description of the request by the pod, if one has answered. */
export async function echo(question: Question): Promise<Pick<Reply, 'status'> & Partial<Echo>> {
  const { status, body } = await ask(question);
  return status === 200 ? { status, ...(JSON.parse(body) as Echo) } : { status };
}

/** The headers that the pod has received, by their names in lower case. */
export async function received(question: Question, ...names: readonly string[]): Promise<object> {
  const { headers = {} } = await echo(question);
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return only(Object.fromEntries(lower), names);
}

/** A status, and the whole seconds that it took. */
export async function timed(work: Promise<number>): Promise<object> {
  const start = Date.now();
  const status = await work;
  return { status, seconds: Math.floor((Date.now() - start + 100) / 1000) };
}

/** Some fields of an object. Fields without a value are not in the result. */
export function only(all: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}
