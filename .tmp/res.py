import re
def res(p, choices):
    s=open(p).read()
    parts=re.split(r"<<<<<<< HEAD\n(.*?)=======\n(.*?)>>>>>>> help-tables\n",s,flags=re.S)
    out=parts[0]; k=0
    for i in range(1,len(parts),3):
        out+=choices[k](parts[i],parts[i+1])+parts[i+2]; k+=1
    assert k==len(choices),(p,k,len(choices))
    open(p,'w').write(out)
ours=lambda a,b:a
theirs=lambda a,b:b
d=lambda a,b:b.replace("parseOptions","defineOptions")
res('CONTRIBUTING.md',[lambda a,b:a.replace("78","82")])
res('README.md',[lambda a,b:a.replace("78","82")])
res('src/build/categories.ts',[d,lambda a,b:'''      const uniforms = this.#uniforms(x.shape, kwargs);
      const noisy = uniforms ? tf.add(x, gumbel(uniforms)) : x;
      // A split into one has no gradient.
      if (spans.length === 1 && spans[0]!.kind === "category") return this.#choose(noisy);
'''])
res('src/build/sample.ts',[d])
res('src/data/encodeTable.ts',[d,lambda a,b:'const readEncodeOptions = defineOptions("encodeTable", schema);\n',theirs])
res('src/data/loadRows.ts',[lambda a,b:b.replace('import { encodeSentences, type','import { encodeSentences, encodeSentencesOptions, type')])
res('src/data/source.ts',[d,lambda a,b:b.replace('parseOptions("loadData", dataSourceSchema, source)','readOptions(source)')])
res('src/tables/index.ts',[lambda a,b:'export type { SamplePeopleOptions } from "../data/people";\n'+b.replace('export { balanceRows, drawConditions } from "../data/balanceRows";','export { balanceRows, drawConditions } from "../data/balanceRows";\nexport type { BalanceRowsOptions } from "../data/balanceRows";')])
res('test/measure/distances.test.ts',[lambda a,b:b.replace("write(people(2), 1), 0.1)","write(people(2), 1), { level: 0.1 })")])
s=open('test/mutants/mutants.mjs').read()
i=s.index("<<<<<<< HEAD\n"); m=s.index("=======\n",i); e=s.index(">>>>>>> help-tables\n")
a=s[i+len("<<<<<<< HEAD\n"):m]; b=s[m+len("=======\n"):e]
print(repr(s[i-200:i])); print(repr(a[:200])); print(repr(a[-200:])); print(repr(b[-120:])); print(repr(s[e:e+200]))
