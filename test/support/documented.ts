import { readFileSync } from 'node:fs';

/** The shell blocks of a text of Markdown, without the indentation of a list. */
export function shellBlocks(text: string): string[] {
  return [...text.matchAll(/^( *)```sh\n(.*?)\n *```$/gms)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** The shell blocks of a section of a page in `docs/clusters/`. @throws Error if the section has none */
export function documentedBlocks(cluster: string, heading: string): string[] {
  const page = readFileSync(`docs/clusters/${cluster}.md`, 'utf8');
  const [, after = ''] = page.split(new RegExp(`^##+ ${heading}\n`, 'm'));
  const blocks = shellBlocks(after.split(/\n##/)[0] ?? '');
  if (blocks.length === 0)
    throw new Error(`section "${heading}" of docs/clusters/${cluster}.md has no commands`);
  return blocks;
}

/**
 * The commands of a section of a page in `docs/clusters/`, in order. A command ends with its line, unless the line ends with a
 * backslash or within quotes. Empty lines and comments are left out.
 *
 * @throws Error if the section has no commands
 */
export function documented(cluster: string, heading: string): string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of documentedBlocks(cluster, heading).join('\n').split('\n')) {
    open += line.trim();
    if (open.endsWith('\\')) {
      open = open.slice(0, -1);
    } else if (open.split("'").length % 2 === 0) {
      open += '\n';
    } else {
      if (open !== '') commands.push(open);
      open = '';
    }
  }
  return commands;
}

/** The commands that contain a text, without the part that enters a pod. @throws Error if there are none */
export function documentedWith(text: string, cluster: string, heading: string): string[] {
  const commands = documented(cluster, heading)
    .filter((command) => command.includes(text))
    .map((command) => command.replace(/^kubectl exec .*? -- /, ''));
  if (commands.length === 0) throw new Error(`section "${heading}" has no command with ${text}`);
  return commands;
}
