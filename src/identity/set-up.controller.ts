import { Body, Controller, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { inTransaction } from '../platform/database/transaction';
import { today } from '../platform/database/today';
import { ApiProblem } from '../platform/http/describe-problems';
import { AllowEverybody } from '../platform/http/open-route';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { CountsAs } from '../platform/http/rate-limits';
import { activateAccount, beginActivation } from './activation';
import { addressOf } from './address-of';
import { setUpMembers } from './schemas';
import { Records } from './records';
import { Secrets } from './secrets';
import { setUp, useSetUpLink } from './set-up';

const LARGEST_BODY = 16 * 1_024;

const linkToken = z.string().regex(/^[\w-]{43}$/, 'must be the token of the link');
const setUpBody = z.strictObject({
  token: linkToken,
  ...setUpMembers,
});
const setUpDone = z.strictObject({
  activations: z
    .strictObject({
      system_administrator: z.string(),
      security_administrator: z.string(),
      audit_administrator: z.string(),
    })
    .meta({ description: 'Token with which each of them activates the account' }),
});

const activationBody = z.strictObject({ token: linkToken });
const activation = z.strictObject({
  login: z.string(),
  secret: z.string().meta({ description: 'Of the second factor, base32' }),
  uri: z.string().meta({ description: 'For the QR code' }),
});
const confirmation = z.strictObject({
  token: linkToken,
  password: z.string().min(1).max(500),
  code: z.string().regex(/^[0-9]{6}$/, 'must be the six digits that the app shows'),
});

/** What somebody does who has a link and no session yet. */
@ApiTags('set-up')
@Controller('api/v1')
@AllowEverybody()
@CountsAs('sign_in')
export class SetUpController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
  ) {}

  @Post('set-up')
  @Records('installation.set_up', 'installation')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(200)
  @ApiOperation({ summary: 'Set the installation up, with the link that the first start prints' })
  @ApiOkResponse({ standardSchema: setUpDone })
  @ApiProblem(404, 'LINK_INVALID')
  @ApiProblem(409, 'ALREADY_SET_UP', 'LOGIN_TAKEN')
  async setUp(
    @Body({ schema: setUpBody, pipes: [bodyPipe] }) { token, ...given }: z.output<typeof setUpBody>,
    @Req() request: Request,
  ): Promise<z.infer<typeof setUpDone>> {
    const address = addressOf(request);
    const activations = await inTransaction(this.dataSource, async (tx) => {
      await useSetUpLink(tx, token);
      return setUp(tx, given, await today(tx), address);
    });
    return { activations };
  }

  @Post('activations')
  @Records('account.begin_activation', 'account')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to activate an account, with its link' })
  @ApiOkResponse({ standardSchema: activation })
  @ApiProblem(404, 'LINK_INVALID')
  async begin(
    @Body({ schema: activationBody, pipes: [bodyPipe] }) { token }: z.output<typeof activationBody>,
    @Req() request: Request,
  ): Promise<z.infer<typeof activation>> {
    return beginActivation(this.dataSource, this.secrets, token, addressOf(request));
  }

  @Post('activations/confirm')
  @Records('account.activate', 'account')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(204)
  @ApiOperation({ summary: 'Activate the account with a password and a first code' })
  @ApiNoContentResponse()
  @ApiProblem(400, 'PASSWORD_WEAK', 'SECOND_FACTOR_WRONG')
  @ApiProblem(404, 'LINK_INVALID')
  async confirm(
    @Body({ schema: confirmation, pipes: [bodyPipe] }) given: z.output<typeof confirmation>,
    @Req() request: Request,
  ): Promise<void> {
    const address = addressOf(request);
    await activateAccount(this.dataSource, this.secrets, { ...given, address });
  }
}
