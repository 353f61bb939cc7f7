/**
 * The fields that a compiled schema knows.
 *
 * Such a schema is a function that ignores what it does not know, and has no list of what it does. So it is watched
 * while it reads an object: what it never asks for, it does not know. Each shape of object is watched once; after that,
 * a walk over the fields tells.
 */
export class KnownFields {
  private readonly root = new Place();
  private hasUnknown = false;

  /** @param read has the schema read an object */
  constructor(private readonly read: (json: object) => unknown) {}

  /** The fields that the schema does not know, such as `spec.replica`. */
  unknownFields(json: object): string[] {
    const isFamiliar = this.isFamiliar(this.root, json);
    if (isFamiliar && !this.hasUnknown) return [];
    if (!isFamiliar) this.read(watched(this.root, json));
    const found = this.unknown(this.root, json, '');
    if (found.length > 0) this.hasUnknown = true;
    return found;
  }

  /** Whether everything in a value has been met before, in whatever order. */
  private isFamiliar(place: Place, value: object): boolean {
    if (Array.isArray(value)) {
      const items = place.child('[]');
      return value.every((item) => !isObject(item) || this.isFamiliar(items, item));
    }
    if (place.takesAll) return true;
    const fields = value as Readonly<Record<string, unknown>>;
    for (const key in fields) {
      if (!place.met.has(key)) return false;
      const field = fields[key];
      if (isObject(field) && !this.isFamiliar(place.child(key), field)) return false;
    }
    return true;
  }

  private unknown(place: Place, value: object, path: string): string[] {
    if (Array.isArray(value)) {
      return value.flatMap((item, index) =>
        isObject(item) ? this.unknown(place.child('[]'), item, `${path}[${index}]`) : [],
      );
    }
    if (place.takesAll) return [];
    return Object.entries(value).flatMap(([key, field]) => {
      place.met.add(key);
      const own = path === '' ? key : `${path}.${key}`;
      if (!place.asked.has(key)) return [own];
      return isObject(field) ? this.unknown(place.child(key), field, own) : [];
    });
  }
}

/** One place in a kind's objects; all items of a list are one place. */
class Place {
  /** The keys that the schema has asked for, there or not. */
  readonly asked = new Set<string>();
  /** The keys that objects had while the schema was watched. */
  readonly met = new Set<string>();
  wasWatched = false;
  /** Whether the schema has asked for all keys that there are, as it does with a map. */
  isMap = false;
  private readonly children = new Map<string, Place>();

  /** Whether any key may stand here, once an object has been watched: in a map, and where nothing at all is asked. */
  get takesAll(): boolean {
    return this.isMap || (this.wasWatched && this.asked.size === 0);
  }

  child(key: string): Place {
    const found = this.children.get(key);
    if (found) return found;
    const made = new Place();
    this.children.set(key, made);
    return made;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The value, writing down in its place what is asked of it. */
function watched<T extends object>(place: Place, value: T): T {
  const isList = Array.isArray(value);
  place.wasWatched = true;
  return new Proxy(value, {
    get(target, key) {
      const field: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol') return field;
      if (!isList) place.asked.add(key);
      return isObject(field) ? watched(place.child(isList ? '[]' : key), field) : field;
    },
    ownKeys(target) {
      if (!isList) place.isMap = true;
      return Reflect.ownKeys(target);
    },
  });
}
