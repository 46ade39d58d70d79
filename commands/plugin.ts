import { Option, type Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { command, type Common } from './command.ts';
import { newPlugin, pluginKinds, type NewPlugin, type PluginKind } from './newPlugin.ts';
import { unscoped } from './packageName.ts';
import { print } from './terminal.ts';

/** `signalbox plugin`. */
export function addPlugin(program: Command): void {
  const plugin = program.command('plugin').description('Make plugins.');
  const kinds = Object.keys(pluginKinds);
  command(plugin, 'new', 'Write a new plugin that works and passes the contract suite, to begin from.', [
    'signalbox plugin new crm-acme --to ../crm-acme',
    'signalbox plugin new @acme/chat --kind batch-actor --to ../chat',
  ])
    .argument('<name>', 'what the npm package is called')
    .addOption(new Option('--kind <kind>', 'what it is to be').choices(kinds).default('sink'))
    .option('--to <folder>', 'where to write it; ./<name> unless told')
    .action(async (name: string, { kind, to, format }: Common & { kind: PluginKind; to?: string }) => {
      const made = await newPlugin(name, kind, to ?? unscoped(name));
      print(format === 'json' ? JSON.stringify(made, null, 2) : newPluginText(made));
    });
}

function newPluginText({ name, kind, folder, files }: NewPlugin): string {
  return `${name}: a plugin that ${pluginKinds[kind]}; ${files.length} files in ${folder}.

Next, with Node ${packageJson.engines.node} in the terminal (node --version; docs/plugins.md tells where one is):
  cd ${folder}
  npm install          links this Signalbox into it
  npm test             the contract suite, and what the plugin does beyond it
  npm run acme         a stand-in for the other end; leave it running, and in another terminal:
  npx signalbox run    the plugin at work, as its signalbox.yaml says

Then make it yours: plugin.ts and schema.ts; docs/plugins.md tells the rules.`;
}
