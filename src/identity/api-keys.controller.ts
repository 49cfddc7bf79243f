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
import { inTransaction } from '../platform/database/transaction';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { AllowSignedIn, CurrentCaller } from './access';
import { listApiKeys, makeApiKey, revokeApiKey, SCOPES } from './api-keys';
import type { Caller } from './caller';
import { keyName } from './schemas';

const LARGEST_BODY = 16 * 1_024;
const LONGEST_DAYS = 366;

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.uuid()]));

const newKey = z.strictObject({
  name: keyName,
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .max(SCOPES.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once'),
  days: z.int().min(1).max(LONGEST_DAYS).meta({ description: 'How long it is good for' }),
});
const made = z.strictObject({
  id: z.uuid(),
  key: z.string().meta({ description: 'To be sent as Authorization: Bearer; shown this once' }),
});
const apiKeys = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      person: z.strictObject({ id: z.uuid(), name: z.string() }),
      name: z.string(),
      scopes: z.array(z.string()),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      revokedAt: z.iso.datetime().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

/** Keys of programs that act as a person, within scopes. */
@ApiTags('API keys')
@Controller('api/v1/api-keys')
@AllowSignedIn()
export class ApiKeysController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'The caller’s keys, the newest first; for security administrators the bureau’s',
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: apiKeys })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] }) { limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof apiKeys>> {
    const found = await listApiKeys(this.dataSource.manager, caller, { after: cursor?.[0], limit });
    const items = found.map(({ createdAt, expiresAt, revokedAt, ...key }) => ({
      ...key,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
    }));
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Post()
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @AllowSignedIn({ stepUp: true })
  @ApiOperation({ summary: 'Make a key for a program that acts as the caller' })
  @ApiCreatedResponse({ standardSchema: made })
  async make(
    @Body({ schema: newKey, pipes: [bodyPipe] }) given: z.output<typeof newKey>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof made>> {
    return inTransaction(this.dataSource, (tx) => makeApiKey(tx, caller, given));
  }

  @Post(':id/revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key, at once' })
  @ApiNoContentResponse()
  async revoke(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await inTransaction(this.dataSource, (tx) => revokeApiKey(tx, caller, id));
  }
}
