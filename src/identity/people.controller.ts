import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { inTransaction } from '../platform/database/transaction';
import { ApiProblem } from '../platform/http/describe-problems';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { Allow, CurrentCaller } from './access';
import { ACCOUNT_STATES } from './account.entity';
import type { Caller } from './caller';
import { takeResetLink } from './account-reset';
import { actorFacts, disableAccount, enterPerson, revokeRole } from './people';
import { Records } from './records';
import { type Role, ROLES } from './roles';
import { login, personName } from './schemas';

const LARGEST_BODY = 16 * 1_024;

const page = pageSchema(z.tuple([z.string().max(100), z.uuid()]));
const uuid = z.uuid();
const roleInPath = z.enum(ROLES);

const newPerson = z.strictObject({
  name: personName,
  login,
  creditCode: z
    .string()
    .regex(/^[0-9A-Z]{18}$/)
    .optional()
    .meta({ description: 'Of the person’s organization; absent for the bureau’s own people' }),
});
const entered = z.strictObject({
  personId: z.uuid(),
  accountId: z.uuid(),
  activation: z.string().meta({ description: 'Token of the link; shown this once' }),
});
const relinked = entered.pick({ activation: true });

const people = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      creditCode: z.string().nullable(),
      roles: z.array(
        z.strictObject({
          role: z.enum(ROLES),
          validFrom: z.iso.date(),
          validUntil: z.iso.date().nullable(),
          grantedBy: z.string(),
        }),
      ),
      accounts: z.array(
        z.strictObject({ id: z.uuid(), login: z.string(), state: z.enum(ACCOUNT_STATES) }),
      ),
    }),
  ),
  next: z.string().nullable(),
});

/** Whom the administrators of bureau $1 look after, as `administeredBy` says it of a person. */
const ADMINISTERED = '$1 IN (p.bureau_id, p.entered_by_bureau_id)';

const LIST = `
  SELECT p.id, p.name, p.credit_code AS "creditCode",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'validFrom', g.valid_from,
                   'validUntil', g.valid_until, 'grantedBy', g.granted_by) ORDER BY g.role), '[]')
            FROM fund.role_grant g WHERE g.person_id = p.id AND g.revoked_at IS NULL) AS roles,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'login', a.login, 'state', a.state)
                   ORDER BY a.login), '[]')
            FROM fund.account a WHERE a.person_id = p.id) AS accounts
    FROM fund.person p
   WHERE ${ADMINISTERED} AND (p.name, p.id) > ($2, $3::uuid)
   ORDER BY p.name, p.id LIMIT $4`;

type PersonItem = z.infer<typeof people>['items'][number];
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The people of a bureau, the members of organizations that it entered, and their accounts. */
@ApiTags('people')
@Controller('api/v1')
export class PeopleController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('people')
  @Allow(['system_administrator', 'security_administrator', 'audit_administrator'])
  @ApiOperation({ summary: 'People with their roles and accounts, by name' })
  @ApiPage()
  @ApiOkResponse({ standardSchema: people })
  async people(
    @Query({ schema: page, pipes: [parametersPipe] }) { limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof people>> {
    const [name, id] = cursor ?? ['', FIRST];
    const items = await inTransaction(this.dataSource, async (tx) => {
      await recordEvent(tx, { action: 'person.list', ...actorFacts(caller) });
      return tx.query<PersonItem[]>(LIST, [caller.bureauId, name, id, limit]);
    });
    return { items, next: nextCursor(items, limit, (last) => [last.name, last.id]) };
  }

  @Post('people')
  @Records('person.enter')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['system_administrator'], { stepUp: true })
  @ApiOperation({ summary: 'Enter a person with an account; roles are granted by approval' })
  @ApiCreatedResponse({ standardSchema: entered })
  async enter(
    @Body({ schema: newPerson, pipes: [bodyPipe] }) given: z.output<typeof newPerson>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof entered>> {
    refuseSandbox(caller);
    const { bureauId } = caller;
    if (bureauId === null) throw new DomainError('NOT_FOUND', 'not_found');
    const { creditCode } = given;
    const belongsTo = creditCode === undefined ? { bureauId } : { creditCode };
    return inTransaction(this.dataSource, async (tx) => {
      const { token, ...ids } = await enterPerson(tx, { ...given, belongsTo }, caller);
      return { ...ids, activation: token };
    });
  }

  @Post('people/:id/roles/:role/revoke')
  @Records('role.revoke', 'person/:id')
  @HttpCode(204)
  @Allow(['security_administrator'], { stepUp: true })
  @ApiOperation({ summary: 'Take a role back from a person, at once' })
  @ApiNoContentResponse()
  async revoke(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Param('role', { schema: roleInPath, pipes: [parametersPipe] }) role: Role,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    refuseSandbox(caller);
    await inTransaction(this.dataSource, async (tx) => {
      const [own] = await tx.query<unknown[]>(
        `SELECT 1 FROM fund.person p
          WHERE ${ADMINISTERED} AND NOT p.sandbox AND p.id = $2`,
        [caller.bureauId, id],
      );
      if (own === undefined) throw new DomainError('NOT_FOUND', 'not_found');
      await revokeRole(tx, id, role, caller);
    });
  }

  @Post('accounts/:id/disable')
  @Records('account.disable', 'account/:id')
  @HttpCode(204)
  @Allow(['system_administrator', 'security_administrator'], { stepUp: true })
  @ApiOperation({ summary: 'Disable an account at once, with its sessions and keys' })
  @ApiNoContentResponse()
  async disable(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.requireOwn(id, caller);
    await inTransaction(this.dataSource, (tx) => disableAccount(tx, id, caller));
  }

  @Post('account-resets/:id/link')
  @Records('account.reset_link', 'account_reset/:id')
  @HttpCode(200)
  @Allow(['system_administrator', 'security_administrator'], { stepUp: true })
  @ApiOperation({
    summary: 'The link of an account that was approved to be set up anew, once, for who asked',
  })
  @ApiOkResponse({ standardSchema: relinked })
  @ApiProblem(409, 'RESET_LINK_TAKEN')
  async takeResetLink(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof relinked>> {
    const token = await inTransaction(this.dataSource, (tx) => takeResetLink(tx, id, caller));
    return { activation: token };
  }

  /** @throws DomainError NOT_FOUND the account is of another bureau's person, or is not there */
  private async requireOwn(accountId: string, caller: Caller): Promise<void> {
    refuseSandbox(caller);
    const [own] = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM fund.account a JOIN fund.person p ON p.id = a.person_id
        WHERE ${ADMINISTERED} AND NOT p.sandbox AND a.id = $2`,
      [caller.bureauId, accountId],
    );
    if (own === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  }
}

/** The invented people change no accounts, or one visitor could lock out the next. */
function refuseSandbox({ sandbox }: Caller): void {
  if (sandbox) throw new DomainError('NOT_IN_SANDBOX', 'forbidden');
}
