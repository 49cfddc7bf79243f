import { type Command, InvalidArgumentError } from 'commander';
import type { FundDatabase } from '../database';
import type { Config } from '../platform/config';
import {
  addUser,
  disableUser,
  enableUser,
  init,
  listUsers,
  resetUser,
  revokeUserRole,
} from './user-commands';

interface Administrator {
  readonly login: string;
  readonly name: string;
}

interface InitOptions {
  readonly bureau: string;
  readonly bureauName: string;
  readonly book: string;
  readonly bookTitle: string;
  readonly systemAdministrator: Administrator;
  readonly securityAdministrator: Administrator;
  readonly auditAdministrator: Administrator;
}

function loginAndName(text: string): Administrator {
  const [, login, name] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (login === undefined || name === undefined) throw new InvalidArgumentError('LOGIN:NAME.');
  return { login, name };
}

/** The commands of `npx fund` for the first set-up, and for recovery by whoever has the machine. */
export function addUserCommands(
  fund: Command,
  config: Config,
  withDatabase: (act: (database: FundDatabase) => Promise<void>) => Promise<void>,
  print: (line: string) => void,
): void {
  const base = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const linkOf = (token: string): string => `${base}/activate#${token}`;

  fund
    .command('init')
    .requiredOption('--bureau <code>', 'code of the bureau')
    .requiredOption('--bureau-name <name>', 'its name')
    .requiredOption('--book <code>', 'code of its first book')
    .requiredOption('--book-title <title>', 'its title')
    .requiredOption('--system-administrator <login:name>', 'enters people', loginAndName)
    .requiredOption('--security-administrator <login:name>', 'grants roles', loginAndName)
    .requiredOption('--audit-administrator <login:name>', 'reads the audit trail', loginAndName)
    .description('set the installation up, once; prints the activation link of each administrator')
    .action((given: InitOptions) =>
      withDatabase(async (database) => {
        const links = await init(database, {
          bureau: { code: given.bureau, name: given.bureauName },
          book: { code: given.book, title: given.bookTitle },
          administrators: {
            system_administrator: given.systemAdministrator,
            security_administrator: given.securityAdministrator,
            audit_administrator: given.auditAdministrator,
          },
        });
        for (const [role, token] of Object.entries(links)) print(`${role} ${linkOf(token)}`);
      }),
    );

  const user = fund.command('user').description('logins, for recovery by whoever has the machine');
  user
    .command('list')
    .description('print every login, one JSON object a line')
    .action(() =>
      withDatabase(async (database) => {
        for (const each of await listUsers(database)) print(JSON.stringify(each));
      }),
    );

  /** A command on one login; what it returns, if anything, is the token of a link. */
  const command = (
    usage: string,
    description: string,
    act: (database: FundDatabase, words: string[], reason: string) => Promise<string | undefined>,
  ): Command =>
    user
      .command(usage)
      .requiredOption('--reason <text>', 'why; stands in the audit trail')
      .description(description)
      .action((...call: unknown[]) =>
        withDatabase(async (database) => {
          const self = call.at(-1) as Command;
          const { reason } = self.opts<{ reason: string }>();
          const token = await act(database, self.args, reason);
          if (token !== undefined) print(linkOf(token));
        }),
      );
  command(
    'add <login> <name> <bureau>',
    'enter a person without roles',
    (database, words, reason) => {
      const [login = '', name = '', bureau = ''] = words;
      return addUser(database, { login, name, bureau }, reason);
    },
  );
  command('disable <login>', 'disable a login at once', async (database, [login = ''], reason) => {
    await disableUser(database, login, reason);
    return undefined;
  });
  command(
    'enable <login>',
    'let a disabled login in again',
    async (database, [login = ''], reason) => {
      await enableUser(database, login, reason);
      return undefined;
    },
  );
  command(
    'reset-second-factor <login>',
    'have a login set up anew: password and second factor, by the link that is printed',
    (database, [login = ''], reason) => resetUser(database, login, reason),
  );
  command(
    'revoke-role <login> <role>',
    'take a role back; roles are granted by approval only',
    async (database, [login = '', role = ''], reason) => {
      await revokeUserRole(database, login, role, reason);
      return undefined;
    },
  );
}
