import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { inTransaction } from '../platform/database/transaction';
import { ApiProblem } from '../platform/http/describe-problems';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { CountsAs } from '../platform/http/rate-limits';
import { AllowSignedIn, CurrentCaller } from './access';
import type { Caller } from './caller';
import { Cookies } from './cookies';
import { changeContact, changePassword, endOwnSession, readContact } from './own-account';
import { Records } from './records';
import { listSessions } from './sessions';

const LARGEST_BODY = 16 * 1_024;

const uuid = z.uuid();
const page = pageSchema(z.tuple([uuid]));
const passwords = z.strictObject({
  current: z.string().min(1).max(500),
  password: z.string().min(1).max(500).meta({ description: '12 to 128 characters' }),
});
const contact = z.strictObject({
  email: z
    .email()
    .max(254)
    .nullable()
    .meta({ description: 'Where notices go; null: they are read in the console only' }),
  language: z.enum(['zh', 'en']).meta({ description: 'In which notices are written' }),
});
const openSessions = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      startedAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime().meta({ description: 'To ten minutes' }),
      address: z.string(),
      current: z.boolean().meta({ description: 'Whether it is the session that asks' }),
    }),
  ),
  next: z.string().nullable(),
});

/** One's own account: its password, where notices go, and where one is signed in (ASVS 5.0, 6.2.2 and 7.5.2). */
@ApiTags('sessions')
@Controller('api/v1')
@AllowSignedIn()
export class OwnAccountController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cookies: Cookies,
  ) {}

  @Post('accounts/current/password')
  @Records('account.password', 'account')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(204)
  @AllowSignedIn({ stepUp: true })
  @CountsAs('sign_in')
  @ApiOperation({ summary: 'Change one’s own password; other sessions of the account end' })
  @ApiNoContentResponse()
  @ApiProblem(400, 'PASSWORD_WEAK', 'PASSWORD_WRONG')
  @ApiProblem(403, 'NOT_IN_SANDBOX')
  async password(
    @Body({ schema: passwords, pipes: [bodyPipe] }) given: z.output<typeof passwords>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    this.cookies.keep(response, await changePassword(this.dataSource, caller, given));
  }

  @Get('accounts/current/contact')
  @ApiOperation({ summary: 'Where one gets notices by e-mail' })
  @ApiOkResponse({ standardSchema: contact })
  @ApiProblem(403, 'NOT_IN_SANDBOX')
  async contact(@CurrentCaller() caller: Caller): Promise<z.infer<typeof contact>> {
    return readContact(this.dataSource.manager, caller);
  }

  @Put('accounts/current/contact')
  @Records('person.contact', 'account')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(204)
  @AllowSignedIn({ stepUp: true })
  @ApiOperation({ summary: 'Say where one gets notices by e-mail, and in which language' })
  @ApiNoContentResponse()
  @ApiProblem(403, 'NOT_IN_SANDBOX')
  async changeContact(
    @Body({ schema: contact, pipes: [bodyPipe] }) given: z.output<typeof contact>,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await inTransaction(this.dataSource, (tx) => changeContact(tx, caller, given));
  }

  @Get('sessions')
  @ApiOperation({ summary: 'One’s own sessions that go on, the newest first' })
  @ApiPage()
  @ApiOkResponse({ standardSchema: openSessions })
  async sessions(
    @Query({ schema: page, pipes: [parametersPipe] }) { limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof openSessions>> {
    const found = await listSessions(this.dataSource, caller, { after: cursor?.[0], limit });
    return {
      items: found.map(({ id, startedAt, lastSeenAt, address }) => ({
        id,
        startedAt: startedAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        address,
        current: id === caller.sessionId,
      })),
      next: nextCursor(found, limit, ({ id }) => [id]),
    };
  }

  @Post('sessions/:id/end')
  @Records('session.end', 'session/:id')
  @HttpCode(204)
  @AllowSignedIn({ stepUp: true })
  @ApiOperation({ summary: 'End one of one’s own sessions' })
  @ApiNoContentResponse()
  @ApiProblem(403, 'NOT_IN_SANDBOX')
  @ApiProblem(404, 'NOT_FOUND')
  async end(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await inTransaction(this.dataSource, (tx) => endOwnSession(tx, caller, id));
    if (id === caller.sessionId) this.cookies.forget(response);
  }
}
