import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { recordEvent } from '../audit';
import { ApiProblem } from '../platform/http/describe-problems';
import { AllowEverybody } from '../platform/http/open-route';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { networkOf } from '../platform/http/network';
import { CountsAs, RateLimits } from '../platform/http/rate-limits';
import { AllowSignedIn, CurrentCaller } from './access';
import { Bureau } from './bureau.entity';
import type { KnownCaller } from './sessions';
import { addressOf } from './address-of';
import { Cookies } from './cookies';
import { actorFacts } from './people';
import { Records, RecordsRefusals } from './records';
import { ROLES } from './roles';
import { signInToSandbox } from './sandbox';
import { Secrets } from './secrets';
import { endSessionOf, endSessions, refreshSession } from './sessions';
import { showSecondFactor, signIn, type SignedIn } from './sign-in';

const LARGEST_BODY = 16 * 1_024;

const credentials = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(500),
});
const secondFactor = z.strictObject({
  code: z.string().regex(/^[0-9]{6}$/, 'must be the six digits that the app shows'),
});
const sandboxRole = z.strictObject({ role: z.enum(ROLES) });

const begun = z.strictObject({
  next: z
    .enum(['second_factor', 'nothing'])
    .meta({ description: 'What is to be shown before the session opens anything' }),
});

const currentSession = z.strictObject({
  person: z.strictObject({ id: z.uuid(), name: z.string() }),
  bureau: z.strictObject({ code: z.string(), name: z.string() }).nullable(),
  creditCode: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  sandbox: z.boolean(),
  awaitsSecondFactor: z.boolean(),
  steppedUp: z.boolean(),
  csrfToken: z.string().meta({ description: 'To be sent as x-csrf-token with every write' }),
});

/** Signing in and out (ASVS 5.0 V6, V7). */
@ApiTags('sessions')
@Controller('api/v1/sessions')
export class SessionsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
    private readonly cookies: Cookies,
    private readonly limits: RateLimits,
  ) {}

  @Post()
  @RecordsRefusals()
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(200)
  @AllowEverybody()
  @ApiOperation({ summary: 'Sign in with login and password' })
  @ApiOkResponse({ standardSchema: begun })
  @ApiProblem(401, 'SIGN_IN_FAILED')
  @CountsAs('sign_in')
  async begin(
    @Body({ schema: credentials, pipes: [bodyPipe] })
    { login, password }: z.output<typeof credentials>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof begun>> {
    const address = addressOf(request);
    const tried = login.toLowerCase();
    await this.limits.count('login', `${tried} ${networkOf(address)}`);
    await this.limits.slow('login_day', tried);
    return this.open(request, response, await signIn(this.dataSource, login, password, address));
  }

  @Post('sandbox')
  @Records('session.begin', 'session')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(200)
  @AllowEverybody()
  @ApiOperation({ summary: 'Sign in as the invented person of a role, where there is a sandbox' })
  @ApiOkResponse({ standardSchema: begun })
  @ApiProblem(404, 'NOT_FOUND')
  @CountsAs('sign_in')
  async beginInSandbox(
    @Body({ schema: sandboxRole, pipes: [bodyPipe] }) { role }: z.output<typeof sandboxRole>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof begun>> {
    const address = addressOf(request);
    return this.open(request, response, await signInToSandbox(this.dataSource, role, address));
  }

  @Post('second-factor')
  @RecordsRefusals()
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(204)
  @AllowSignedIn({ beforeSecondFactor: true })
  @ApiOperation({
    summary: 'Show a code of the authenticator app: to complete a sign-in, or before a grave step',
  })
  @ApiNoContentResponse()
  @ApiProblem(400, 'SECOND_FACTOR_WRONG')
  @CountsAs('sign_in')
  async secondFactor(
    @Body({ schema: secondFactor, pipes: [bodyPipe] }) { code }: z.output<typeof secondFactor>,
    @CurrentCaller() caller: KnownCaller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { sessionId: id, accountId, personId, address, awaitsSecondFactor } = caller;
    if (id === null || accountId === null)
      throw new DomainError('SIGN_IN_REQUIRED', 'unauthenticated');
    const session = { id, accountId, personId, address, awaitsSecondFactor };
    const renewed = await showSecondFactor(this.dataSource, this.secrets, session, code);
    this.cookies.keep(response, renewed);
  }

  @Post('refresh')
  @RecordsRefusals()
  @HttpCode(204)
  @AllowEverybody()
  @ApiOperation({ summary: 'Exchange the refresh cookie for new cookies' })
  @ApiNoContentResponse()
  @ApiProblem(401, 'SIGN_IN_REQUIRED')
  async refresh(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { refresh: token } = this.cookies.tokensOf(request);
    const refreshed =
      token === undefined
        ? ({ outcome: 'unknown' } as const)
        : await refreshSession(this.dataSource, token);
    if (refreshed.outcome === 'refreshed') {
      this.cookies.keep(response, refreshed.tokens);
      return;
    }
    if (refreshed.outcome === 'reused') {
      await recordEvent(this.dataSource.manager, {
        action: 'session.refresh',
        sessionId: refreshed.sessionId,
        address: addressOf(request),
        refusalCode: 'SIGN_IN_REQUIRED',
        content: { reason: 'the token had been exchanged before' },
      });
    }
    this.cookies.forget(response);
    throw new DomainError('SIGN_IN_REQUIRED', 'unauthenticated');
  }

  @Get('current')
  @AllowSignedIn({ beforeSecondFactor: true })
  @ApiOperation({ summary: 'Who is signed in, as what' })
  @ApiOkResponse({ standardSchema: currentSession })
  async current(
    @CurrentCaller() caller: KnownCaller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof currentSession>> {
    const bureau =
      caller.bureauId === null
        ? null
        : await this.dataSource.manager.findOneByOrFail(Bureau, { id: caller.bureauId });
    return {
      person: { id: caller.personId, name: caller.name },
      bureau: bureau && { code: bureau.code, name: bureau.name },
      creditCode: caller.creditCode,
      roles: [...caller.roles],
      sandbox: caller.sandbox,
      awaitsSecondFactor: caller.awaitsSecondFactor,
      steppedUp: caller.steppedUp,
      csrfToken: this.cookies.csrfToken(request, response),
    };
  }

  @Delete('current')
  @HttpCode(204)
  @AllowSignedIn({ beforeSecondFactor: true })
  @ApiOperation({ summary: 'Sign out' })
  @ApiNoContentResponse()
  async end(
    @CurrentCaller() caller: KnownCaller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { sessionId } = caller;
    if (sessionId !== null) {
      await this.dataSource.transaction(async (tx) => {
        await endSessions(tx, { id: sessionId }, 'signed_out');
        await recordEvent(tx, { action: 'session.end', ...actorFacts(caller) });
      });
    }
    this.cookies.forget(response);
  }

  /** A browser has one session: what it held before ends. */
  private async open(
    request: Request,
    response: Response,
    { tokens, awaitsSecondFactor }: SignedIn,
  ): Promise<z.infer<typeof begun>> {
    await endSessionOf(this.dataSource.manager, this.cookies.tokensOf(request));
    this.cookies.keep(response, tokens);
    return { next: awaitsSecondFactor ? 'second_factor' : 'nothing' };
  }
}
