// SPDX-License-Identifier: Apache-2.0

/**
 * Admits a call by all its budgets, or by none.
 *
 * Arguments: prefix, time, id, lease, oldest age of a lease, epoch, steps seen; then for each hold fourteen. Keys: meta;
 * then for each hold its own counter, the shared one, and the index of groups.
 */
export const RESERVE_LUA = `
local rid, lease, epoch, seen = ARGV[3], tonumber(ARGV[4]), ARGV[6], ARGV[7]
local call = P .. ':r:' .. rid
if is_lost(epoch, seen) then return { 'data_lost' } end

local wanted = {}
for at = 8, #ARGV, 14 do
  local k = 2 + #wanted * 3
  wanted[#wanted + 1] = {
    own = KEYS[k], other = KEYS[k + 1], index = KEYS[k + 2],
    place = { ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4] },
    tile = ARGV[at + 5], keep = ARGV[at + 6], lookback = tonumber(ARGV[at + 7]), tile_ms = tonumber(ARGV[at + 8]),
    max = ARGV[at + 9], ttl = tonumber(ARGV[at + 10]), amount = ARGV[at + 11], cap = ARGV[at + 12], expiry = ARGV[at + 13],
  }
end

local function states()
  local all = {}
  for _, one in ipairs(wanted) do
    local _, sums = find(one.own, one.other, one.index, one.max, one.lookback, one.tile_ms)
    all[#all + 1] = sums
  end
  return all
end

local ended = expire(200)
if redis.call('EXISTS', call) == 1 then
  local expires = redis.call('ZSCORE', leases, rid)
  return { 'held', step(), expires or int(now), states(), take_ended() }
end
for _, one in ipairs(wanted) do
  local from, to = tonumber(one.place[3]), tonumber(one.place[4])
  if (from and now < from) or (to and now >= to) then return { 'outside_window', step(), int(now), {}, take_ended() } end
end

local failing, sums
while true do
  failing, sums = {}, {}
  for position, one in ipairs(wanted) do
    one.key, sums[position], one.shared = find(one.own, one.other, one.index, one.max, one.lookback, one.tile_ms)
    local spent, held, granted = unpack(sums[position])
    local allowed = tonumber(one.cap) and tonumber(one.cap) + tonumber(granted or 0)
    local total = tonumber(spent or 0) + tonumber(held or 0) + tonumber(one.amount)
    if allowed and (allowed <= 0 or total > allowed) then failing[#failing + 1] = int(position - 1) end
  end
  -- What dead calls hold is no reason to refuse a living one.
  if #failing == 0 or ended < 200 then break end
  ended = expire(200)
end
if #failing > 0 then return { 'denied', step(), failing, sums, take_ended() } end

local holds = {}
for _, one in ipairs(wanted) do
  if one.shared then one.place[5] = '' end
  open(one.key, one.place[5], one.index, one.ttl)
  redis.call('HINCRBY', one.key, 'h', one.amount)
  holds[#holds + 1] = { one.own, one.key, one.tile, one.amount, one.expiry, one.keep, one.lookback, one.tile_ms, one.place }
end
local oldest = tonumber(ARGV[5])
local expires = now + math.min(lease, oldest)
redis.call('ZADD', leases, int(expires), rid)
redis.call('PEXPIRE', leases, LONGEST)
-- Remembered until somebody finds that it has ended, however long nobody comes: what it holds is given back by then.
redis.call('SET', call, 'a' .. cmsgpack.pack({ last = int(now + oldest), holds = holds }), 'PX', LONGEST)
return { 'held', step(), int(expires), states(), take_ended() }
`;
