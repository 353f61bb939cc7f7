import { connect, questionsOf } from './connect';
import type { AskedCell } from './matrix';

const web = {
  kind: 'pod',
  name: 'shop/web',
  at: { namespace: 'shop', labels: {} },
  asked: ['shop/web'],
} as const;
const cells: AskedCell[] = [
  {
    from: web,
    to: { ...web, block: 'shop', title: 'web', port: 80, protocol: 'TCP' },
    allowed: true,
  },
  {
    from: web,
    to: {
      kind: 'node',
      name: 'node',
      at: '10.0.0.5',
      asked: ['node', '10.0.0.5'],
      block: 'the nodes',
      title: 'dns',
      port: 53,
      protocol: 'UDP',
    },
    allowed: false,
  },
];

/** The answers if a shell command answers the questions. */
function answersOf(command: string) {
  process.env.CONNECT = command;
  return connect(questionsOf(cells));
}

afterEach(() => {
  delete process.env.CONNECT;
});

test('a cell is one question for each name of its ends; a workload connects to its twin', () => {
  expect(questionsOf(cells).map(({ line }) => line)).toEqual([
    'shop/web shop/web-twin 80/tcp',
    'shop/web node 53/udp',
    'shop/web 10.0.0.5 53/udp',
  ]);
});

test('a connection that is open or closed against the policies is a difference', () => {
  expect(answersOf("sed 's/tcp$/tcp open/; s/udp$/udp closed/'")).toEqual({
    differences: [],
    unanswered: [],
  });
  expect(answersOf("sed 's/tcp$/tcp closed/; s/node 53.*/& open/; s/udp$/udp closed/'")).toEqual({
    differences: [
      'shop/web -> shop/web-twin:80/tcp: policies say yes, packets say closed',
      'shop/web -> node:53/udp: policies say no, packets say open',
    ],
    unanswered: [],
  });
});

test('every other answer is reported, and is not a difference', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(answersOf("echo 'no pod shop/web-twin' >&2; sed 's/tcp$/tcp unasked/; s/udp$/udp closed/'")).toEqual(
    {
      differences: [],
      unanswered: ['shop/web shop/web-twin 80/tcp: unasked'],
    },
  );
  expect(stderr).toHaveBeenCalledWith('no pod shop/web-twin\n');
  stderr.mockRestore();
});

test.each([
  ['answers nothing', 'cat >/dev/null; echo broken >&2', /^CONNECT answered "" to "shop\/web .*":\nbroken/],
  ['omits a question', "sed '1d; s/$/ open/'", /^CONNECT answered "shop\/web node 53\/udp open" to/],
  ['repeats a question', "sed 'p; s/$/ open/'", /^CONNECT answered/],
])('fails if the program %s', (_title, command, message) => {
  expect(() => answersOf(command)).toThrow(message);
});
