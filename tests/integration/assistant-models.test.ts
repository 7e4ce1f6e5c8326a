import { FakeListChatModel } from '@langchain/core/utils/testing';
import { createAgent, tool } from 'langchain';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { hostedModel } from '#agents/models/hosted-model.ts';
import { withFallback } from '#agents/models/with-fallback.ts';
import type { WhyNot } from '#agents/models/why-not-taken.ts';
import { faults, turnOf, type Brain } from '../support/model-stubs/brain.ts';
import { protocols, stubServer, type ProtocolName, type StubServer } from '../support/model-stubs/stub-server.ts';

const EMBEDDED = 'The embedded one answers.';

describe.each(Object.keys(protocols) as ProtocolName[])('a model that is asked as %s is', (name) => {
  const open: StubServer[] = [];
  afterAll(async () => Promise.all(open.map(async ({ close }) => close())));

  /** A turn of the smallest agent there is: one tool, and the embedded model replaced by one sentence. */
  async function aTurn(brain: Brain) {
    const server = await stubServer(name);
    open.push(server);
    server.thinks(brain);
    const looked: unknown[] = [];
    const whys: WhyNot[] = [];
    const orderStatus = tool(
      async (asked) => {
        looked.push(asked);
        return 'It comes on Friday.';
      },
      { name: 'order_status', description: 'How an order stands.', schema: z.object({ order: z.string().optional() }) }
    );
    const embedded = new FakeListChatModel({ responses: [EMBEDDED] });
    // The smallest model of the library cannot be told of tools.
    Object.assign(embedded, { bindTools: () => embedded });
    const agent = createAgent({
      model: await hostedModel({ kind: name, name: 'stub', url: server.url, key: 'a key of ours' }),
      tools: [orderStatus],
      systemPrompt: 'You are an assistant.',
      middleware: [withFallback({ embedded, onFailed: async (why) => void whys.push(why) })]
    });
    const began = performance.now();
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Where is MZ-1?' }] });
    return {
      server,
      looked,
      whys,
      said: messages.at(-1)?.text,
      all: messages.map(({ text }) => text).join('\n'),
      took: performance.now() - began
    };
  }

  test('told of tools and what was said, sends its key, and answers with what the tool found', async () => {
    const { server, looked, whys, said } = await aTurn((asked) => {
      const { said: question, answers } = turnOf(asked);
      if (answers.length === 0) return { text: 'I look.', calls: [{ name: 'order_status', args: { order: question.slice(9, 13) } }] };
      return { text: `So: ${answers.join(' ')}` };
    });
    expect([said, looked, whys]).toEqual(['So: It comes on Friday.', [{ order: 'MZ-1' }], []]);
    expect(server.asked[0]).toMatchObject({
      tools: ['order_status'],
      messages: [{ text: 'You are an assistant.' }, { text: 'Where is MZ-1?' }]
    });
    expect(server.keys[0]).toMatch(/a key of ours/);
  });

  test('two tools called at once are both answered', async () => {
    const { looked, said } = await aTurn((asked) => {
      const { answers } = turnOf(asked);
      const calls = ['MZ-1', 'MZ-2'].map((order) => ({ name: 'order_status', args: { order } }));
      return answers.length === 0 ? { calls } : { text: `${answers.length} answers` };
    });
    expect([looked.length, said]).toEqual([2, '2 answers']);
  });

  const WHY: Record<string, WhyNot[]> = {
    hangs: ['silent'],
    stalls: ['silent'],
    dies: ['broken-off'],
    rubbish: ['broken-off', 'unfinished'],
    empty: ['empty'],
    401: ['status-401'],
    429: ['status-429'],
    500: ['status-500']
  };

  test('answered for by the embedded one within five seconds, once, whatever goes wrong, and nothing of what it began is left', async () => {
    const turns = await Promise.all(faults.map(async (fault) => ({ fault, ...(await aTurn(() => ({ fault }))) })));
    for (const { fault, said, all, whys, took, server } of turns) {
      expect(said, String(fault)).toBe(EMBEDDED);
      expect(all, String(fault)).not.toMatch(/refund/);
      expect(WHY[fault], String(fault)).toContain(whys.join());
      expect(server.asked, String(fault)).toHaveLength(1);
      expect(took, String(fault)).toBeLessThan(5_000);
    }
  });

  test('not obeyed when it calls what does not exist, or with arguments that are none, and not asked again in that turn', async () => {
    const wrong = [
      [
        { name: 'order_status', args: {} },
        { name: 'refund_everything', args: {} }
      ],
      [{ name: 'order_status', args: '{"order": "MZ-1' }]
    ];
    for (const calls of wrong) {
      // oxlint-disable-next-line no-await-in-loop -- two of them
      const { looked, said, whys, server } = await aTurn(() => ({ calls }));
      expect([said, looked, server.asked.length]).toEqual([EMBEDDED, [], 1]);
      // One protocol has objects for arguments: its library leaves out what is none.
      expect(calls.length === 2 ? ['unknown-tool'] : ['wrong-arguments', 'empty']).toContain(whys.join());
    }
  });

  test('one that fails after a tool has answered leaves the rest of the turn to the embedded one', async () => {
    const { looked, said, whys } = await aTurn((asked) =>
      turnOf(asked).answers.length === 0 ? { calls: [{ name: 'order_status', args: {} }] } : { fault: 'dies' }
    );
    expect([looked.length, said, whys]).toEqual([1, EMBEDDED, ['broken-off']]);
  });
});
