package platform
import ("testing";"fmt")
func TestTmp(t *testing.T){
 for _,s:=range []string{
  "a: 1\nb: 2\n  c: 3\n",
  "a: 1\nb: [1, 2\nc: 3\n",
  "a: 1\nb: \"x\nc: 3\nd: 4\n",
  "a: 1\nb:\n  c: 1\n d: 2\n",
  "a: 1\nb: 2: 3\n",
  "a: 1\nb\nc: 2\n",
  "a: 1\nb: @x\nc: 2\n",
  "a: 1\nb: *x\nc: 2\n",
  "a: 1\nb: {x: 1, y: 2\n\nc: 2\n",
  "a: 1\nb: %x\nc: 2\n",
  "a: 1\n- b\nc: 2\n",
  "a: b: c\n",
  "- a\nb: c\n",
  "a: `x`\n",
  "a: 1\nb: 'it's'\nc: 1\n",
  "a: \"\\q\"\n",
  "x: 1\ny:\n\t- a\n",
  "x: 1\ny: |\n \ta\nb: }\n",
  "%YAML 3.0\n---\na: 1\n",
  "a: !foo b\n", "a: !!binary aGk=\n", "a: ! b\n","a: !<x> b\n","? [a]\n: b\n","a: &x [*x]\n","---\na: 1\n---\n","---\na: 1\n...\n", "a: 1\n---\nb: [\n","\ufeffa: 1\nb: 1\nb: 2\n","a: 1\r\na: 2\r\n","a: 1\ra: 2\r",
  "null: 1\n1.5: 2\n~: 3\n2020-01-01: 4\n: 5\n","a: {b}\n","a: {b, c: 1}\n","a: 'x\u0085y'\n","a:\n  - b\n c: 1\n", "a: &x\n  b: 1\nc:\n  <<: *x\n",
 }{
  n,ps:=parse("f",[]byte(s))
  fmt.Printf("%q\n   %v\n",s,ps)
  if n!=nil { for _,e:=range n.entries{fmt.Printf("   %s %+v %v %v\n",e.key,e.value.at,e.value.describe(), e.value.plain)}}
 }
}
