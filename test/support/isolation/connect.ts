import { spawnSync } from 'node:child_process';
import { isPod } from '../reachability';
import type { AskedCell } from './matrix';

/** The suffix of a second pod of a workload, which is the destination of a connection from the workload to itself. */
export const TWIN = '-twin';

/** A question to the program that opens connections: `FROM TO PORT`, and the answer of the policies. */
export interface Question {
  readonly line: string;
  readonly allowed: boolean;
}

/** The answers of the program, as far as a test must report them. */
export interface Answers {
  /** The connections about which packets and policies disagree. */
  readonly differences: readonly string[];
  /** The questions without the answer `open` or `closed`. */
  readonly unanswered: readonly string[];
}

/** The questions about some cells: one for each pair of names of both ends. */
export function questionsOf(cells: readonly AskedCell[]): Question[] {
  return cells.flatMap(({ from, to, allowed }) =>
    from.asked.flatMap((source) =>
      to.asked.map((name) => {
        const target = isPod(to) && name === source ? `${name}${TWIN}` : name;
        return { line: `${source} ${target} ${to.port}/${to.protocol.toLowerCase()}`, allowed };
      }),
    ),
  );
}

/** The report of a connection about which packets do not agree with the policies. */
export function differenceOf({ line, allowed }: Question): string {
  const [from, to, port] = line.split(' ');
  return `${from} -> ${to}:${port}: policies say ${allowed ? 'yes' : 'no'}, packets say ${allowed ? 'closed' : 'open'}`;
}

/**
 * Opens connections with the program of `CONNECT`.
 *
 * @throws Error if it does not repeat each question, in their order, with an answer
 */
export function connect(questions: readonly Question[]): Answers {
  const { error, stdout, stderr } = spawnSync(process.env.CONNECT ?? '', {
    shell: true,
    input: questions.map(({ line }) => `${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 ** 2,
  });
  if (error) throw error;
  const lines = stdout.trimEnd().split('\n');
  const results = questions.map((question, index) => {
    const { line } = question;
    const answer = lines[index] ?? '';
    if (!answer.startsWith(`${line} `) || lines.length !== questions.length)
      throw new Error(`CONNECT answered "${answer}" to "${line}":\n${stderr.slice(0, 2000)}`);
    return { question, answer: answer.slice(line.length + 1) };
  });
  const unanswered = results.filter(({ answer }) => answer !== 'open' && answer !== 'closed');
  if (unanswered.length > 0) process.stderr.write(stderr.slice(0, 2000));
  return {
    differences: results
      .filter(({ question: { allowed }, answer }) => answer === (allowed ? 'closed' : 'open'))
      .map(({ question }) => differenceOf(question)),
    unanswered: unanswered.map(({ question, answer }) => `${question.line}: ${answer}`),
  };
}
