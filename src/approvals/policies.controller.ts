import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { asCaller, type Caller, STAFF_ROLES } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { today } from '../platform/database/today';
import { readPolicies } from './read-policies';
import { policyList } from './schemas';

/** What a bureau has decided on for itself. */
@ApiTags('approvals')
@Controller('api/v1/policies')
@Allow(STAFF_ROLES)
export class PoliciesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'The policies of the caller’s bureau in force today, and those to come',
  })
  @ApiOkResponse({ standardSchema: policyList })
  async list(@CurrentCaller() caller: Caller): Promise<z.infer<typeof policyList>> {
    const { bureauId } = caller;
    if (bureauId === null) throw new DomainError('NOT_FOUND', 'not_found');
    return asCaller(this.dataSource, caller, async (tx) =>
      readPolicies(tx, bureauId, await today(tx)),
    );
  }
}
