// Usage: node ioredis-smoke.js FOLDER_OF_NODE_MODULES plain|cluster PORT PREFIX. Prints "ok" when every reply is right.
const assert = require('assert');
const path = require('path');
const [folder, mode, port, prefix] = process.argv.slice(2);
const Redis = require(path.join(folder, 'node_modules', 'ioredis'));
const node = { host: '127.0.0.1', port: Number(port) };
const redis = mode === 'cluster' ? new Redis.Cluster([node]) : new Redis(node);
const key = (i) => `${prefix}${i}`;

async function main() {
  for (let i = 0; i < 50; i++) {
    assert.strictEqual(await redis.set(key(i), `v${i}`), 'OK');
  }
  const values = await Promise.all(Array.from({ length: 50 }, (_, i) => redis.get(key(i))));
  assert.deepStrictEqual(values, Array.from({ length: 50 }, (_, i) => `v${i}`));
  assert.strictEqual(await redis.incr(key('n')), 1);
  assert.deepStrictEqual(await redis.getBuffer(key(1)), Buffer.from('v1'));
  assert.strictEqual(await redis.get(key('none')), null);
  await assert.rejects(redis.incr(key(1)), /ERR value is not an integer or out of range/);

  const tag = `{${prefix}}`;
  const replies = await redis.multi().set(`${tag}a`, '1').incr(`${tag}a`).get(`${tag}a`).exec();
  assert.deepStrictEqual(replies, [[null, 'OK'], [null, 2], [null, '2']]);
  assert.strictEqual(await redis.mset(`${tag}b`, 'x', `${tag}c`, 'y'), 'OK');
  assert.deepStrictEqual(await redis.mget(`${tag}b`, `${tag}c`), ['x', 'y']);
  if (mode === 'plain') {
    const pipeline = redis.pipeline();
    for (let i = 0; i < 50; i++) {
      pipeline.get(key(i));
    }
    assert.deepStrictEqual((await pipeline.exec()).map((reply) => reply[1]), values);
    assert.strictEqual(await redis.del(key(0), key(1), key(2)), 3);
  } else {
    assert.strictEqual(redis.nodes('master').length, 3);
  }
  await redis.quit();
  console.log('ok');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
