import {
  Body,
  Controller,
  Delete,
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
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { asCaller, type Caller, ROLES, STAFF_ROLES } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { delegate, listCandidates, listDelegations, revokeDelegation } from './delegations';
import { candidateList, delegationItem, listOf, newDelegation } from './schemas';

const LARGEST_BODY = 16 * 1_024;

const uuid = z.uuid();
const pageOf = pageSchema(z.tuple([z.uuid()]));
const candidateFilter = z.strictObject({ role: z.enum(ROLES) });
const made = z.strictObject({ id: z.uuid() });
const delegations = listOf(delegationItem);

/** Who stands in for whom (委托审批). */
@ApiTags('approvals')
@Controller('api/v1/delegations')
@Allow(STAFF_ROLES)
export class DelegationsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'Delegations from and to the caller; for overseers of the whole bureau',
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: delegations })
  async list(
    @Query({ schema: pageOf, pipes: [parametersPipe] }) { limit, cursor }: z.output<typeof pageOf>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof delegations>> {
    const page = { after: cursor?.[0], limit };
    const rows = await asCaller(this.dataSource, caller, (tx) => listDelegations(tx, caller, page));
    return {
      items: rows.map(({ madeAt, revokedAt, ...row }) => ({
        ...row,
        madeAt: madeAt.toISOString(),
        revokedAt: revokedAt?.toISOString() ?? null,
      })),
      next: nextCursor(rows, limit, ({ id }) => [id]),
    };
  }

  @Get('candidates')
  @ApiOperation({ summary: 'Who could stand in for the caller in a role, by name' })
  @ApiQuery({ name: 'role', schema: { type: 'string', enum: [...ROLES] } })
  @ApiOkResponse({ standardSchema: candidateList })
  async candidates(
    @Query({ schema: candidateFilter, pipes: [parametersPipe] })
    { role }: z.output<typeof candidateFilter>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof candidateList>> {
    return {
      items: await asCaller(this.dataSource, caller, (tx) => listCandidates(tx, caller, role)),
    };
  }

  @Post()
  @Records('delegation.make')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(STAFF_ROLES, { stepUp: true })
  @ApiOperation({ summary: 'Have somebody stand in for the caller in a role, for some days' })
  @ApiCreatedResponse({ standardSchema: made })
  async make(
    @Body({ schema: newDelegation, pipes: [bodyPipe] }) given: z.output<typeof newDelegation>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof made>> {
    return { id: await asCaller(this.dataSource, caller, (tx) => delegate(tx, caller, given)) };
  }

  @Delete(':id')
  @Records('delegation.revoke', 'delegation/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a delegation back, at once' })
  @ApiNoContentResponse()
  async revoke(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await asCaller(this.dataSource, caller, (tx) => revokeDelegation(tx, caller, id));
  }
}
