import json,re,sys
for p in sys.argv[1:]:
    nb=json.load(open(p))
    print("=====",p)
    for i,c in enumerate(nb['cells']):
        s=''.join(c['source'])
        if c['cell_type']=='markdown': print(f"[{c['id']}] {s}\n")
        else:
            print(f"<{c['id']}> "+s)
            for o in c['outputs']:
                if o.get('name'): print("   OUT>", ''.join(o['text'])[:700])
                else:
                    d=o.get('data',{})
                    t=''.join(d.get('text/plain',''))
                    print("   DATA>", list(d), t[:300])
            print()
