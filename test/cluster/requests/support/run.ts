import { spawn } from 'node:child_process';

/** Runs a command while other requests go on, and returns its output. @throws Error with the text of stderr, if it fails */
export function run(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const process = spawn(command, args);
    const [out, err]: [string[], string[]] = [[], []];
    process.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    process.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    process.on('error', reject);
    process.on('close', (code) => {
      if (code === 0) resolve(out.join(''));
      else
        reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${err.join('')}${out.join('')}`));
    });
    process.stdin.end(input);
  });
}
