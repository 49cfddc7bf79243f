import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UsePipes,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Allow, type Caller, CurrentCaller, STAFF_ROLES } from '../identity';
import { inTransaction } from '../platform/database/transaction';
import { nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { delegate, listDelegations, revokeDelegation } from './delegations';
import { delegationItem, listOf, newDelegation } from './schemas';

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.uuid()]));
const made = z.strictObject({ id: z.uuid() });
const delegations = listOf(delegationItem);

/** Who stands in for whom (委托审批). */
@ApiTags('approvals')
@Controller('api/v1/delegations')
@Allow(STAFF_ROLES)
@UsePipes(parametersPipe)
export class DelegationsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'Delegations from and to the caller; for overseers of the whole bureau',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' } })
  @ApiOkResponse({ standardSchema: delegations })
  async list(
    @Query({ schema: page }) { limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof delegations>> {
    const rows = await listDelegations(this.dataSource.manager, caller, {
      after: cursor?.[0],
      limit,
    });
    return {
      items: rows.map(({ madeAt, revokedAt, ...row }) => ({
        ...row,
        madeAt: madeAt.toISOString(),
        revokedAt: revokedAt?.toISOString() ?? null,
      })),
      next: nextCursor(rows, limit, ({ id }) => [id]),
    };
  }

  @Post()
  @Allow(STAFF_ROLES, { stepUp: true })
  @ApiOperation({ summary: 'Have somebody stand in for the caller in a role, for some days' })
  @ApiCreatedResponse({ standardSchema: made })
  async make(
    @Body({ schema: newDelegation }) given: z.output<typeof newDelegation>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof made>> {
    return { id: await inTransaction(this.dataSource, (tx) => delegate(tx, caller, given)) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a delegation back, at once' })
  @ApiNoContentResponse()
  async revoke(
    @Param('id', { schema: uuid }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await inTransaction(this.dataSource, (tx) => revokeDelegation(tx, caller, id));
  }
}
