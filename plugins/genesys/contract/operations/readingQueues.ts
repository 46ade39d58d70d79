import type { OperationList } from '../operation.ts';

const viewQueue = { any: ['routing:queue:view'] } as const;

/** Queues, who works in them, and when they are open. */
export const readingQueues = {
  getRoutingQueues: {
    method: 'get',
    path: '/api/v2/routing/queues',
    purpose: 'list the queues',
    permissions: viewQueue,
    success: 200,
    paging: 'nextUri',
  },
  getRoutingQueue: {
    method: 'get',
    path: '/api/v2/routing/queues/{queueId}',
    purpose: 'read a queue',
    permissions: viewQueue,
    success: 200,
  },
  getRoutingQueueMembers: {
    method: 'get',
    path: '/api/v2/routing/queues/{queueId}/members',
    purpose: 'list the members of a queue',
    permissions: {
      any: [
        'routing:queue:view',
        'routing:queue:edit',
        'routing:queue:readonly',
        'routing:queueMember:manage',
      ],
    },
    success: 200,
    paging: 'nextUri',
  },
  getRoutingQueueMediatypeEstimatedwaittime: {
    method: 'get',
    path: '/api/v2/routing/queues/{queueId}/mediatypes/{mediaType}/estimatedwaittime',
    purpose: 'estimate the wait in a queue',
    permissions: viewQueue,
    success: 200,
  },
  getRoutingSkills: {
    method: 'get',
    path: '/api/v2/routing/skills',
    purpose: 'list the skills',
    permissions: { any: ['routing:skill:view'] },
    success: 200,
    paging: 'nextUri',
  },
  getRoutingLanguages: {
    method: 'get',
    path: '/api/v2/routing/languages',
    purpose: 'list the languages',
    success: 200,
    paging: 'nextUri',
  },
  getUserRoutingskills: {
    method: 'get',
    path: '/api/v2/users/{userId}/routingskills',
    purpose: 'read the skills of an agent',
    success: 200,
    paging: 'nextUri',
  },
  getUserRoutinglanguages: {
    method: 'get',
    path: '/api/v2/users/{userId}/routinglanguages',
    purpose: 'read the languages of an agent',
    success: 200,
    paging: 'nextUri',
  },
  getUserRoutingstatus: {
    method: 'get',
    path: '/api/v2/users/{userId}/routingstatus',
    purpose: 'read the routing status of an agent',
    success: 200,
  },
  getUserPresencesPurecloud: {
    method: 'get',
    path: '/api/v2/users/{userId}/presences/purecloud',
    purpose: 'read the presence of an agent',
    success: 200,
  },
  getArchitectSchedulegroup: {
    method: 'get',
    path: '/api/v2/architect/schedulegroups/{scheduleGroupId}',
    purpose: 'read a schedule group (opening hours)',
  },
  getArchitectSchedule: {
    method: 'get',
    path: '/api/v2/architect/schedules/{scheduleId}',
    purpose: 'read a schedule (opening hours)',
  },
} as const satisfies OperationList;
