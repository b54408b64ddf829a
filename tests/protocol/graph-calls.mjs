// The calls that the comparison of knowledge graphs makes: edge cases by hand, then random ones from a seed.

/** The same numbers from the same seed (mulberry32). */
function randomFrom(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const entity = (name, entityType, ...observations) => ({ name, entityType, observations });
const relation = (from, relationType, to) => ({ from, to, relationType });

const byHand = [
  ['read_graph', {}],
  ['search_nodes', { query: '' }],
  ['open_nodes', { names: [] }],
  ['create_entities', { entities: [] }],
  ['create_relations', { relations: [] }],
  ['add_observations', { observations: [] }],
  ['delete_entities', { entityNames: [] }],
  ['delete_observations', { deletions: [] }],
  ['delete_relations', { relations: [] }],
  ['delete_entities', { entityNames: ['Nobody'] }],
  ['delete_observations', { deletions: [{ entityName: 'Nobody', observations: ['nothing'] }] }],
  ['delete_relations', { relations: [relation('Nobody', 'knows', 'Nothing')] }],
  ['add_observations', { observations: [{ entityName: 'Nobody', contents: ['a'] }] }],
  ['create_entities', { entities: [entity('Ada', 'person', 'keeps bees', 'keeps bees', 'lives in a mill')] }],
  ['create_entities', { entities: [entity('Ada', 'robot', 'other')] }],
  ['create_entities', { entities: [entity('Twin', 'first', 'a', 'b'), entity('Twin', 'second', 'a', 'c'), entity('Solo', 'thing')] }],
  ['read_graph', {}],
  ['search_nodes', { query: 'SECOND' }],
  ['open_nodes', { names: ['Twin', 'Twin', 'Nobody'] }],
  ['add_observations', { observations: [{ entityName: 'Twin', contents: ['c', 'a', 'd', 'd'] }] }],
  ['add_observations', { observations: [{ entityName: 'Ada', contents: ['one', 'one'] }, { entityName: 'Ada', contents: ['one', 'two'] }] }],
  ['add_observations', { observations: [{ entityName: 'Ada', contents: ['lost'] }, { entityName: 'Nobody', contents: ['lost'] }] }],
  ['add_observations', { observations: [{ entityName: 'Ada', contents: [] }] }],
  ['read_graph', {}],
  ['delete_observations', { deletions: [{ entityName: 'Twin', observations: ['d', 'a', 'nothing'] }] }],
  ['delete_observations', { deletions: [{ entityName: 'Ada', observations: [] }, { entityName: 'Ada', observations: ['keeps bees'] }] }],
  ['read_graph', {}],
  ['create_relations', { relations: [relation('Ada', 'knows', 'Twin'), relation('Ada', 'knows', 'Twin'), relation('Ada', 'knows', 'Elsewhere')] }],
  ['create_relations', { relations: [relation('Ada', 'knows', 'Twin'), relation('Twin', 'knows', 'Ada'), relation('Ada', 'KNOWS', 'Twin')] }],
  ['open_nodes', { names: ['Elsewhere'] }],
  ['open_nodes', { names: ['Solo'] }],
  ['open_nodes', { names: ['Ada'] }],
  ['search_nodes', { query: 'elsewhere' }],
  ['delete_relations', { relations: [relation('Ada', 'knows', 'Twin')] }],
  ['delete_entities', { entityNames: ['Twin', 'Nobody', 'Twin'] }],
  ['read_graph', {}],
  ['create_entities', { entities: [entity('Twin', 'third', 'back')] }],
  ['create_entities', { entities: [entity('Žofie 🐝', 'včelařka', 'říká: "ahoj"\n\tzpět \\ konec', '日本語の観察', 'e\u0301 is not é', '<&>\'`\u2028\u00a0')] }],
  ['search_nodes', { query: 'žOFIE' }],
  ['search_nodes', { query: 'VČELAŘ' }],
  ['search_nodes', { query: '観察' }],
  ['search_nodes', { query: 'é' }],
  ['search_nodes', { query: 'zofie' }],
  ['search_nodes', { query: '%' }],
  ['search_nodes', { query: '\n\t' }],
  ['open_nodes', { names: ['žofie 🐝', 'Žofie 🐝'] }],
  ['create_entities', { entities: [entity('Long', 'thing', 'x'.repeat(3000), `${'y'.repeat(2500)} needle`)] }],
  ['search_nodes', { query: 'NEEDLE' }],
  ['add_observations', { observations: [{ entityName: 'Long', contents: ['x'.repeat(3000), 'short'] }] }],
  ['delete_observations', { deletions: [{ entityName: 'Long', observations: ['x'.repeat(3000)] }] }],
  ['open_nodes', { names: ['Long'] }],
  ['create_entities', { entities: [entity('__proto__', 'constructor', 'toString')] }],
  ['open_nodes', { names: ['__proto__', 'constructor'] }],
  ['create_entities', { entities: [{ ...entity('Extra', 'thing', 'kept'), more: 1 }], more: 2 }],
  ['read_graph', { more: 1 }],
  // What is of another type.
  ['create_entities', {}],
  ['create_entities', { entities: 'Ada' }],
  ['create_entities', { entities: [{ name: 5 }] }],
  ['create_entities', { entities: [entity('Ok', 'thing', 'a'), null, [], 'x', 7, true] }],
  ['create_entities', { entities: [{ name: 'Ok', entityType: null, observations: { 0: 'a' } }] }],
  ['create_entities', { entities: [entity('Ok', 'thing', 1, null, {}, [], 1.5)] }],
  ['create_relations', { relations: [{ from: 'Ada' }] }],
  ['create_relations', { relations: null }],
  ['add_observations', { observations: [{ entityName: 'Ada', contents: 'one' }] }],
  ['delete_entities', { entityNames: [1] }],
  ['delete_entities', { names: ['Ada'] }],
  ['delete_observations', { deletions: [{}] }],
  ['delete_relations', { relations: {} }],
  ['search_nodes', { query: null }],
  ['search_nodes', {}],
  ['open_nodes', { names: [true, {}, []] }],
  ['open_nodes', {}],
  ['no_such_tool', {}],
  ['read_graph', {}],
];

const names = ['Ana', 'ana', 'Boris', 'Černá', 'Dům č. 5', '😀', 'Eve', 'project-x', 'Ω', 'ﬁne'];
const types = ['person', 'Place', 'thing'];
const verbs = ['knows', 'works at', 'KNOWS', 'vlastní'];
const texts = ['likes tea', 'Likes Tea', 'was born in 1969', 'má psa', '犬を飼っている', '🙂 smiles', 'line one\nline two', 'a', 'b', '"quoted"'];
const queries = ['TEA', 'á', '犬', 'on', 'x', '1969', '🙂', '\n', 'nothing like it', 'Place'];

function byChance(random) {
  const one = (list) => list[random(list.length)];
  const some = (list, most) => Array.from({ length: random(most + 1) }, () => one(list));
  const many = (make, most) => Array.from({ length: random(most + 1) }, make);
  const aRelation = () => relation(one(names), one(verbs), one(names));
  const kinds = {
    create_entities: () => ({ entities: many(() => entity(one(names), one(types), ...some(texts, 3)), 3) }),
    create_relations: () => ({ relations: many(aRelation, 4) }),
    add_observations: () => ({ observations: many(() => ({ entityName: one(names), contents: some(texts, 3) }), 2) }),
    delete_entities: () => ({ entityNames: some(names, 2) }),
    delete_observations: () => ({ deletions: many(() => ({ entityName: one(names), observations: some(texts, 4) }), 2) }),
    delete_relations: () => ({ relations: many(aRelation, 3) }),
    read_graph: () => ({}),
    search_nodes: () => ({ query: one(queries) }),
    open_nodes: () => ({ names: some(names, 3) }),
  };
  const often = ['create_entities', 'create_entities', 'create_relations', 'create_relations', 'add_observations', 'add_observations'];
  const tool = one([...often, ...Object.keys(kinds)]);
  return [tool, kinds[tool]()];
}

/** So many calls, the same for the same seed. */
export function callsOf(seed, count) {
  const random = randomFrom(seed);
  return [...byHand, ...Array.from({ length: Math.max(0, count - byHand.length) }, () => byChance(random))].slice(0, count);
}
